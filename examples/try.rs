//! try
use make_book::*;
use std::sync::Arc;
use std::time::Instant;
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let mut files: Vec<String> = std::env::args().skip(2).collect();
    files.dedup();
    let lang = language::Language::new("en-GB").unwrap();
    let page = geometry::PageGeometry {
        trim: geometry::Size::new(geometry::Length::micrometres(170_000), geometry::Length::micrometres(240_000)),
        bleed: geometry::Length::micrometres(3000),
        inner: geometry::Length::micrometres(24_000),
        outer: geometry::Length::micrometres(36_000),
        head: geometry::Length::micrometres(22_000),
        leading: geometry::Length::pt(14),
        lines: 37,
    };
    let mut sources = source::Sources::default();
    let t = Instant::now();
    let mut chapters = vec![];
    let mut diags = vec![];
    let mut list = vec![];
    for f in &files {
        let text = std::fs::read_to_string(format!("{dir}/{f}")).unwrap();
        let path = source::BookPath::new(f).unwrap();
        let id = sources.add(path.clone(), text.as_str().into());
        list.push(manifest::ChapterFile { path: path.clone(), span: source::Span::new(id, 0..0) });
        let (c, d) = markup::parse(&text, &markup::Context { source: id, path, language: lang.clone() });
        chapters.push(c);
        diags.extend(d);
    }
    println!("markup {:?}", t.elapsed());
    let m = manifest::Manifest {
        metadata: manifest::Metadata {
            title: "Twelve Learning Cities".into(),
            subtitle: Some("A book".into()),
            language: lang,
            contributors: vec![],
            publisher: Some("P".into()),
            date: None,
            modified: 0,
            edition: None,
            revision: None,
            rights: None,
            description: None,
            subjects: vec![],
            isbn_print: None,
            isbn_epub: None,
        },
        root: None,
        front: vec![],
        parts: vec![manifest::Part { title: None, place: None, chapters: list }],
        back: vec![],
        page,
        text_size: geometry::Length::millipt(10_500),
        fonts: Default::default(),
        output: manifest::OutputChoice {
            name: "x".into(),
            epub: true,
            print: true,
            screen: true,
            page_list: true,
            fonts: true,
        },
    };
    let t = Instant::now();
    let (doc, d) = document::assemble(m, chapters);
    diags.extend(d);
    println!("assemble {:?}", t.elapsed());
    let t = Instant::now();
    let (fonts, _) = fonts::FontSet::builtin(&Default::default());
    println!("fonts {:?}", t.elapsed());
    let t = Instant::now();
    let shaper = shaping::Shaper::new(Arc::new(fonts));
    let style = style::sheet(&doc.manifest);
    let (ed, d) = layout::layout(&doc, &style, &shaper, &Default::default());
    diags.extend(d);
    println!("layout {:?} pages {}", t.elapsed(), ed.pages.len());
    if std::env::var("DUMP").is_ok() { std::fs::write("/tmp/dump.txt", ed.dump()).unwrap(); }
    let assets = loader::Assets::default();
    let t = Instant::now();
    let plan = pdf::plan(&ed, &doc, shaper.fonts(), &assets).unwrap();
    println!("plan {:?}", t.elapsed());
    for (p, n) in [(pdf::Profile::Print, "print"), (pdf::Profile::Screen, "screen")] {
        let t = Instant::now();
        let b = pdf::write(&plan, p).unwrap();
        println!("pdf {n} {:?} {}", t.elapsed(), b.len());
        std::fs::write(format!("/tmp/try-{n}.pdf"), b).unwrap();
    }
    let t = Instant::now();
    let b = epub::write(&doc, &ed.map(), shaper.fonts(), &assets).unwrap();
    println!("epub {:?} {}", t.elapsed(), b.len());
    std::fs::write("/tmp/try.epub", b).unwrap();
    for d in diags.iter().take(40) {
        let s = d.span.and_then(|s| sources.get(s.source).map(|x| (x.path.clone(), x.line_column(s.start))));
        println!("{:?} {} {} {:?}", d.severity, d.code, d.message, s);
    }
    println!("{} diagnostics", diags.len());
}
