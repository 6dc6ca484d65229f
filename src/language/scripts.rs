//! The usual script of a language.

/// The script, as in ISO 15924, that the language of primary subtag `language` is usually written in; Latin where
/// nothing else is known. After the likely subtags of the CLDR.
pub(super) fn usual(language: &str) -> &'static str {
    match language {
        "am" | "byn" | "gez" | "ti" | "tig" | "wal" => "Ethi",
        "ar" | "azb" | "bal" | "bgn" | "bqi" | "ckb" | "fa" | "glk" | "ks" | "lrc" | "mzn" | "pnb" | "prs" | "ps"
        | "sd" | "sdh" | "skr" | "ug" | "ur" => "Arab",
        "ab" | "av" | "ba" | "be" | "bg" | "bxr" | "ce" | "cu" | "cv" | "kk" | "kv" | "ky" | "mk" | "mn" | "mrj"
        | "myv" | "os" | "ru" | "sah" | "sr" | "tg" | "tt" | "tyv" | "udm" | "uk" => "Cyrl",
        "as" | "bn" | "bpy" => "Beng",
        "awh" | "awa" | "bho" | "brx" | "doi" | "gom" | "hi" | "kok" | "mag" | "mai" | "mr" | "ne" | "new" | "sa" => {
            "Deva"
        }
        "bo" | "dz" => "Tibt",
        "chr" => "Cher",
        "dv" => "Thaa",
        "el" | "grc" | "pnt" => "Grek",
        "gu" => "Gujr",
        "he" | "iw" | "ji" | "jrb" | "lad" | "yi" => "Hebr",
        "hy" | "hyw" => "Armn",
        "ii" => "Yiii",
        "iu" | "cr" => "Cans",
        "ja" => "Jpan",
        "ka" | "lzz" | "xmf" => "Geor",
        "km" => "Khmr",
        "kn" | "tcy" => "Knda",
        "ko" => "Kore",
        "lo" => "Laoo",
        "ml" => "Mlym",
        "mni" => "Mtei",
        "my" | "mnw" | "shn" => "Mymr",
        "nqo" => "Nkoo",
        "or" => "Orya",
        "pa" => "Guru",
        "sat" => "Olck",
        "si" => "Sinh",
        "syr" | "arc" | "aii" => "Syrc",
        "ta" => "Taml",
        "te" => "Telu",
        "th" => "Thai",
        "zgh" => "Tfng",
        "zh" | "cmn" | "yue" | "wuu" | "nan" | "hak" | "gan" | "lzh" => "Hani",
        _ => "Latn",
    }
}
