"""Which language a text is in, as far as its first words tell."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from analysis.tables import count_words

LOOKED_AT = 2_000  # characters; more of a text does not change the answer, and costs time
FEW_WORDS = 20  # below this a language is named only if SURE
SURE = 0.9  # probability; three words of English are often taken for Tagalog with 0.7
LIKELY = 0.5  # probability that names the language of a longer text

ADDRESS = re.compile(r"https?://\S+|www\.\S+")

NAMES = {
    "af": "Afrikaans", "am": "Amharic", "an": "Aragonese", "ar": "Arabic", "as": "Assamese",
    "az": "Azerbaijani", "ba": "Bashkir", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
    "br": "Breton", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish",
    "de": "German", "dz": "Dzongkha", "el": "Greek", "en": "English", "eo": "Esperanto", "es": "Spanish",
    "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fo": "Faroese", "fr": "French",
    "fy": "West Frisian", "ga": "Irish", "gd": "Scottish Gaelic", "gl": "Galician", "gu": "Gujarati",
    "ha": "Hausa", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "ht": "Haitian Creole",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "ig": "Igbo", "is": "Icelandic",
    "it": "Italian", "ja": "Japanese", "jv": "Javanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer",
    "kn": "Kannada", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "la": "Latin", "lb": "Luxembourgish",
    "lg": "Ganda", "ln": "Lingala", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mg": "Malagasy",
    "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay",
    "mt": "Maltese", "my": "Burmese", "ne": "Nepali", "nl": "Dutch", "nn": "Norwegian Nynorsk",
    "no": "Norwegian", "oc": "Occitan", "om": "Oromo", "or": "Odia", "pa": "Punjabi", "pl": "Polish",
    "ps": "Pashto", "pt": "Portuguese", "qu": "Quechua", "ro": "Romanian", "ru": "Russian",
    "rw": "Kinyarwanda", "sa": "Sanskrit", "se": "Northern Sami", "si": "Sinhala", "sk": "Slovak",
    "sl": "Slovenian", "sn": "Shona", "so": "Somali", "sq": "Albanian", "sr": "Serbian",
    "st": "Southern Sotho", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "tg": "Tajik",
    "th": "Thai", "tk": "Turkmen", "tl": "Tagalog", "tr": "Turkish", "tt": "Tatar", "ug": "Uyghur",
    "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "vo": "Volapük", "wa": "Walloon",
    "xh": "Xhosa", "yo": "Yoruba", "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip


def language(text: str) -> str | None:
    """The two-letter code of a text's language, or None where it cannot be told.

    Detection is py3langid's (after Lui & Baldwin 2012), over the languages
    that have a two-letter code, on the first 2,000 characters without web
    addresses. A text of fewer than twenty words is told only if the
    probability reaches 0.9: a headline alone is often misread.

    Examples
    --------
    >>> language("Der Stadtrat von Vellmar hat am Montag für die Sperrung der Brücke gestimmt.")
    'de'
    >>> language("Rain at noon.") is None
    True
    """
    words = ADDRESS.sub(" ", text[:LOOKED_AT])
    if not any(character.isalpha() for character in words):
        return None
    code, probability = _identifier().classify(words)
    needed = SURE if count_words(words) < FEW_WORDS else LIKELY
    return str(code) if probability >= needed else None


def why_left_out(code: str | None) -> str | None:
    """Why an article in this language is not measured; None if it is English or of a language unknown.

    >>> why_left_out("de")
    'language is German (de)'
    """
    return None if code is None or code == "en" else f"language is {NAMES[code]} ({code})"


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([label for label in identifier.labels if label in NAMES])
    return identifier
