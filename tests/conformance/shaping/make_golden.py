"""Writes runs.tsv: what HarfBuzz makes of runs of text in the faces of `fonts/`.

    pip install uharfbuzz==0.57.0       # HarfBuzz 15.0.0
    python3 make_golden.py

Each line: face, figures, "smcp" or "-", language, direction, script, text, then a glyph a field as
id:cluster:advance:dx:dy (clusters are bytes of UTF-8, distances units of the em).
"""

from pathlib import Path

import uharfbuzz as hb

HERE = Path(__file__).parent
FONTS = HERE.parents[2] / "fonts"
FIGURES = {
    "old-style": ["onum", "pnum"],
    "lining": ["lnum", "pnum"],
    "tabular": ["lnum", "tnum"],
    "superior": ["sups"],
}
LATIN = {
    "en-GB": "The office’s difficult affairs—‘fjords’, “AVATAR”, (Tolkien) & flying Wåffles: 1,234.50 fi ffl; façade",
    "pt-BR": "Sorocaba, São Paulo: educação, ações, mãe, avó, pôr, você, água, nº 1ª AÇÃO",
    "fi": "elinikäinen oppiminen Åbo käyttäjäystävällisyys, livslångt lärande",
    "cy": "Abertawe: dysgu gydol oes tŷ dŵr Ŵ Ŷ ẃẁẅ ỳÿ Llŷn Prifysgol",
    "ga": "Cathair Chorcaí foghlaim saoil ḃ ċ ḋ ḟ ġ ṁ ṗ ṡ ṫ hÉigeartaigh",
    "gn": "Ybycuí: Tetãmeguára ñeʼẽ mbaʼéichapa g̃uahẽ ỹvyrã G̃ Ỹ Ẽ Ĩ Ũ",
    "es": "Ciudad de México: ¿qué?, ¡así!, niñez, pingüino, 2.º 1.ª",
    "tl": "Lungsod ng Balanga: pamantasan, mga mag-aaral, ñ",
    "de": "Straße, Größe, Öl, „Lernende Städte“, auffällig, Schifffahrt",
    "fr": "l’œuvre, cœur, naïf, «\u202fici\u202f», déjà, Noël, ça, où",
}
OTHERS = [
    ("SourceSerif4-Regular.otf", "el", "ltr", "Grek", "Μαθαίνω ἄνθρωπος πόλεις ΑΘΗΝΑ φιλοσοφία, σοφός"),
    ("SourceSerif4-It.otf", "el", "ltr", "Grek", "Μαθαίνω πόλεις φιλοσοφία σοφός"),
    ("SourceSerif4-Regular.otf", "ru", "ltr", "Cyrl", "Город учащихся ЮНЕСКО обучение жизни"),
    ("SourceSerif4-It.otf", "sr", "ltr", "Cyrl", "град који учи бгдпт"),
    ("Amiri-Regular.ttf", "ar", "rtl", "Arab", "مدينة عمّان، المملكة الأردنية الهاشمية: التعلّم مدى الحياة في المدن (٢٠٢٤)"),
    ("Amiri-Regular.ttf", "ar", "rtl", "Arab", "قِفَا نَبْكِ مِنْ ذِكْرَى حَبِيبٍ ومَنْزِلِ لا إلى الله محمد"),
    ("Amiri-Bold.ttf", "ar", "rtl", "Arab", "عمّان التعلّم لجميع المواطنين، نبحث"),
    ("Amiri-Regular.ttf", "fa", "rtl", "Arab", "شهر یادگیرنده؛ ۱۲۳ می‌گوید"),
    ("NotoSerifEthiopic-Regular.ttf", "am", "ltr", "Ethi", "ባሕር ዳር፣ ኢትዮጵያ፤ የመማር ከተማ፡ ዩኔስኮ ግሎባል ኔትወርክ ። ፩፪፫"),
    ("NotoSerifEthiopic-Bold.ttf", "am", "ltr", "Ethi", "ባሕር ዳር፡ ኢትዮጵያ። ጎንደር"),
    ("BookSongSC-Medium.otf", "zh-Hans", "ltr", "Hani", "北京市学习型城市建设：“终身学习，共创未来”《2030年教育行动框架》，朝阳区、海淀区。"),
    ("BookSongSC-Medium.otf", "zh-Hans", "ltr", "Hani", "北京市 学习 城市 终身 （建设） 大学"),
    ("BookSongSC-Bold.otf", "zh-Hans", "ltr", "Hani", "北京 学习型城市 朝阳区，海淀区。"),
    ("BookMyeongjoKR-Medium.otf", "ko", "ltr", "Hang", "남양주시 평생학습도시 평생교육 「학습등대」 시민 1-2-3"),
    ("BookMyeongjoKR-Medium.otf", "ko", "ltr", "Hani", "平生敎育 南楊州市 學習燈臺"),
    ("BookMyeongjoKR-Bold.otf", "ko", "ltr", "Hang", "남양주시 학습 도시"),
]


def runs():
    """The runs: each text whole, then its words."""
    faces = ["SourceSerif4-Regular.otf", "SourceSerif4-It.otf"]
    for language, text in LATIN.items():
        for piece in [text, *text.split()]:
            yield faces[len(piece) % 3 == 0], "old-style", False, language, "ltr", "Latn", piece
        yield faces[0], "old-style", True, language, "ltr", "Latn", text
        for face in ["Bold", "BoldIt", "Semibold"]:
            yield f"SourceSerif4-{face}.otf", "old-style", False, language, "ltr", "Latn", text
        for face in ["Serif4Caption-Regular", "Serif4Caption-It", "Serif4Display-Regular", "Serif4Display-It",
                     "Serif4Display-Semibold", "Sans3-Regular", "Sans3-It", "Sans3-Semibold", "Sans3-SemiboldIt",
                     "Sans3-Bold", "CodePro-Regular", "CodePro-It", "CodePro-Bold"][len(text) % 3::3]:
            yield f"Source{face}.otf", "lining", False, language, "ltr", "Latn", text
    for figures in FIGURES:
        yield faces[0], figures, False, "en-GB", "ltr", "Latn", "0123456789 1,234.50 12"
        yield "SourceSans3-Regular.otf", figures, False, "en-GB", "ltr", "Latn", "0123456789"
    for face, language, direction, script, text in OTHERS:
        for piece in [text, *text.split()]:
            yield face, "old-style", False, language, direction, script, piece


def shaped(face, figures, small_caps, language, direction, script, text):
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(FONTS / face))))
    buffer = hb.Buffer()
    buffer.add_utf8(text.encode())
    buffer.direction, buffer.script, buffer.language = direction, script, language
    tags = FIGURES[figures] + (["smcp"] if small_caps else [])
    hb.shape(font, buffer, dict.fromkeys(tags, True))
    pairs = zip(buffer.glyph_infos, buffer.glyph_positions)
    return [f"{i.codepoint}:{i.cluster}:{p.x_advance}:{p.x_offset}:{p.y_offset}" for i, p in pairs]


def main():
    lines = []
    for run in dict.fromkeys(runs()):
        face, figures, small_caps, language, direction, script, text = run
        fields = [face, figures, "smcp" if small_caps else "-", language, direction, script, text]
        lines.append("\t".join(fields + shaped(*run)))
    (HERE / "runs.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "runs; HarfBuzz", hb.version_string())


main()
