//! What each stage costs for a book of 440 pages, beside the budget of 300 pages in CPU milliseconds on one core:
//!
//! | bench | budget |
//! |---|---|
//! | `markup` | 5, with `assemble` |
//! | `assemble` | |
//! | `typeset_cold`: shaping and lines, no word shaped before | 90 |
//! | `typeset_warm`: lines, every word shaped before | |
//! | `makeup_and_edition` | 30 |
//! | `pdfs`: print and screen | 130 |
//! | `epub` | 35 |
//! | `cover` | 5 |
//! | `whole`: from the folder to the bytes of all outputs; 10 of it are the rest | 300; the goal is 200 |
//!
//! One thread works, unless `RAYON_NUM_THREADS` says otherwise. `benches/README.md` holds what was
//! measured.

mod book;

use divan::Bencher;
use make_book::document::{self, Chapter, Document};
use make_book::edition::{self, Edition};
use make_book::fonts::FontSet;
use make_book::frozen::Breaks;
use make_book::graphics::Drawings;
use make_book::layout::layout;
use make_book::loader::{Assets, Root};
use make_book::manifest::{self, Manifest};
use make_book::markup;
use make_book::maths::Formulas;
use make_book::pagination::PageNumbers;
use make_book::pipeline::{self, Progress, Request};
use make_book::shaping::Shaper;
use make_book::source::{BookPath, Source, SourceId};
use make_book::style::{self, StyleSheet};
use make_book::typeset::{Context, Galley, typeset};
use make_book::{cover, epub, makeup, pdf};
use std::sync::{Arc, LazyLock};

/// The book at each stage.
struct Made {
    texts: Vec<String>,
    manifest: Manifest,
    chapters: Vec<Chapter>,
    document: Document,
    style: StyleSheet,
    fonts: Arc<FontSet>,
    /// Has shaped every word of the book.
    shaper: Shaper,
    assets: Assets,
    drawings: Drawings,
    edition: Edition,
}

static MADE: LazyLock<Made> = LazyLock::new(|| {
    let texts: Vec<String> = (0..book::CHAPTERS).map(book::chapter).collect();
    let source = Source { id: SourceId(0), path: path("book.toml"), text: book::manifest().into() };
    let manifest = manifest::read(&source, None).0.expect("a manifest without faults");
    let chapters = parse(&texts, &manifest);
    let document = document::assemble(manifest.clone(), chapters.clone()).0;
    let style = style::sheet(&document.manifest);
    let fonts = Arc::new(FontSet::builtin(&document.manifest.fonts).0);
    let (shaper, assets, drawings) = (Shaper::new(Arc::clone(&fonts)), Assets::default(), Drawings::new());
    let edition = layout(&document, &style, &shaper, &assets, &drawings, &Breaks::default()).0;
    Made { texts, manifest, chapters, document, style, fonts, shaper, assets, drawings, edition }
});

fn path(name: &str) -> BookPath {
    BookPath::new(name).expect("a plain path")
}

fn parse(texts: &[String], manifest: &Manifest) -> Vec<Chapter> {
    let parse = |(index, text): (usize, &String)| {
        let language = manifest.metadata.language.clone();
        let source = SourceId(u32::try_from(index + 1).expect("few chapters"));
        markup::parse(text, &markup::Context { source, path: path(&book::name(index)), language }).0
    };
    texts.iter().enumerate().map(parse).collect()
}

impl Made {
    fn galleys(&self, shaper: &Shaper) -> Vec<Galley> {
        let numbers = PageNumbers::default();
        let context = self.context(shaper, &numbers);
        (0..book::CHAPTERS as u32).map(|index| typeset(&context, index).0).collect()
    }

    fn context<'a>(&'a self, shaper: &'a Shaper, numbers: &'a PageNumbers) -> Context<'a> {
        let Self { document, style, assets, drawings, .. } = self;
        Context { document, style, shaper, assets, drawings, numbers }
    }

    fn pages(&self, galleys: Vec<Galley>) -> Edition {
        let numbers = PageNumbers::default();
        let pages = galleys.into_iter().map(|galley| makeup::pages(galley, &self.style.page, None)).collect();
        edition::compose(&self.context(&self.shaper, &numbers), pages)
    }
}

#[divan::bench]
fn markup(bencher: Bencher) {
    let made = &*MADE;
    bencher.bench(|| parse(&made.texts, &made.manifest));
}

#[divan::bench]
fn assemble(bencher: Bencher) {
    let made = &*MADE;
    let input = || (made.manifest.clone(), made.chapters.clone());
    bencher.with_inputs(input).bench_values(|(manifest, chapters)| document::assemble(manifest, chapters));
}

#[divan::bench]
fn typeset_cold(bencher: Bencher) {
    let made = &*MADE;
    bencher.with_inputs(|| Shaper::new(Arc::clone(&made.fonts))).bench_refs(|shaper| made.galleys(shaper));
}

#[divan::bench]
fn typeset_warm(bencher: Bencher) {
    let made = &*MADE;
    bencher.bench(|| made.galleys(&made.shaper));
}

#[divan::bench]
fn makeup_and_edition(bencher: Bencher) {
    let made = &*MADE;
    bencher.with_inputs(|| made.galleys(&made.shaper)).bench_values(|galleys| made.pages(galleys));
}

/// Make-up alone of one chapter of about so many pages.
#[divan::bench(args = [25, 100, 400, 1600])]
fn makeup_of_pages(bencher: Bencher, pages: usize) {
    let made = &*MADE;
    let texts = [book::chapter_of(pages)];
    let document = document::assemble(made.manifest.clone(), parse(&texts, &made.manifest)).0;
    let numbers = PageNumbers::default();
    // Its words are no words of the book, whose shaper would look for its own among more of them.
    let shaper = Shaper::new(Arc::clone(&made.fonts));
    let context = Context { document: &document, ..made.context(&shaper, &numbers) };
    let galley = || typeset(&context, 0).0;
    println!("{} pages", makeup::pages(galley(), &made.style.page, None).len());
    bencher.with_inputs(galley).bench_values(|galley| makeup::pages(galley, &made.style.page, None));
}

#[divan::bench]
fn pdfs(bencher: Bencher) {
    let made = &*MADE;
    bencher.bench(|| {
        let plan = pdf::plan(&made.edition, &made.document, &made.fonts, &made.assets, None).expect("a plan");
        [pdf::Profile::Print, pdf::Profile::Screen].map(|profile| pdf::write(&plan, profile).expect("a PDF"))
    });
}

#[divan::bench]
fn epub(bencher: Bencher) {
    let made = &*MADE;
    let map = made.edition.map();
    bencher.bench(|| {
        epub::write(&made.document, &map, &made.fonts, &made.assets, &made.drawings, &Formulas::default(), None)
            .expect("an e-book")
    });
}

#[divan::bench]
fn cover(bencher: Bencher) {
    let made = &*MADE;
    bencher.bench(|| cover::draw(&made.manifest, &made.shaper));
}

#[divan::bench]
fn whole(bencher: Bencher) {
    struct Silent;
    impl Progress for Silent {
        fn stage(&self, _: &'static str, _: u64) {}
        fn step(&self) {}
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("writable");
    write("book.toml", &book::manifest());
    (0..book::CHAPTERS).for_each(|index| write(&book::name(index), &book::chapter(index)));
    let root = Root::open(folder.path()).expect("a folder");
    bencher.bench(|| {
        let outcome = pipeline::build(&Request::default(), &root, &path("book.toml"), &Silent);
        assert_eq!(outcome.files.len(), 3, "{:?}", outcome.diagnostics);
        outcome.files
    });
}

fn main() {
    let threads = if std::env::var_os("RAYON_NUM_THREADS").is_some() { 0 } else { 1 };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    pool.expect("nothing has started threads before");
    println!("{} words, {} pages", words(), MADE.edition.pages.len());
    divan::Divan::from_args().sample_count(20).sample_size(1).main();
}

/// Words of the book between spaces.
fn words() -> usize {
    MADE.texts.iter().map(|text| text.split_whitespace().count()).sum()
}
