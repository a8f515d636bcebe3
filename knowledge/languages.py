"""Which language a message is in, where it is surely not English.

English is not taken for another language because of names or typing errors: the caller says how
much of the message is known English, and only what is mostly unknown is looked at. Four words and
more of which not one is known are no English either, though nobody can say what they are.

A script tells a language by itself; letters of the Latin alphabet are told apart by CLD2 (pycld2),
which has no build for every platform.
"""

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Final

try:
    import pycld2
except ImportError:  # not built for this platform
    pycld2 = None

LACKS: Final = (
    "pycld2 is not installed, so languages in Latin letters are not told apart"
    if pycld2 is None
    else None
)
"""What is wanting here; None where nothing is."""

_MOSTLY: Final = 0.5
"""The share of known English words from which a message is English."""
_SURE: Final = 90
"""How much of the text CLD2 must find in the language (per cent)."""
_FEWEST_WORDS: Final = 3
_FEWEST_LETTERS: Final = 4
"""Of a script that is not ours; fewer are a name or a sign."""


@dataclass(frozen=True)
class Language:
    """A language, and how we tell its speaker that we only understand English."""

    code: str
    """ISO 639-1."""
    name: str
    reply: str | None = None
    """One sentence with {contact} in it; None where nobody wrote one."""


_LANGUAGES: Final = (
    Language(
        "pl",
        "Polish",
        "Rozumiem tylko angielski; przekazałem Twoją wiadomość zespołowi ds. zgodności, "
        "do którego możesz też napisać: {contact}",
    ),
    Language(
        "ro",
        "Romanian",
        "Înțeleg doar limba engleză; am transmis mesajul dumneavoastră echipei de conformitate, "
        "căreia îi puteți scrie și la {contact}",
    ),
    Language(
        "pa",
        "Punjabi",
        "ਮੈਂ ਸਿਰਫ਼ ਅੰਗਰੇਜ਼ੀ ਸਮਝਦਾ ਹਾਂ; ਮੈਂ ਤੁਹਾਡਾ ਸੁਨੇਹਾ ਕੰਪਲਾਇੰਸ ਟੀਮ ਨੂੰ ਭੇਜ ਦਿੱਤਾ ਹੈ, "
        "ਜਿਸ ਨੂੰ ਤੁਸੀਂ ਇੱਥੇ ਵੀ ਲਿਖ ਸਕਦੇ ਹੋ: {contact}",
    ),
    Language(
        "ur",
        "Urdu",
        "میں صرف انگریزی سمجھتا ہوں؛ میں نے آپ کا پیغام کمپلائنس ٹیم کو بھیج دیا ہے، "
        "جسے آپ یہاں بھی لکھ سکتے ہیں: {contact}",
    ),
    Language(
        "pt",
        "Portuguese",
        "Só compreendo inglês; encaminhei a sua mensagem à equipa de conformidade, "
        "à qual também pode escrever: {contact}",
    ),
    Language(
        "es",
        "Spanish",
        "Solo entiendo inglés; he pasado su mensaje al equipo de cumplimiento, "
        "al que también puede escribir: {contact}",
    ),
    Language(
        "ar",
        "Arabic",
        "أفهم الإنجليزية فقط؛ لقد أحلت رسالتك إلى فريق الامتثال، "
        "ويمكنك أيضًا مراسلته على: {contact}",
    ),
    Language(
        "bn",
        "Bengali",
        "আমি শুধু ইংরেজি বুঝি; আপনার বার্তাটি কমপ্লায়েন্স দলের কাছে পাঠানো হয়েছে, "
        "আপনি তাদের এখানেও লিখতে পারেন: {contact}",
    ),
    Language(
        "gu",
        "Gujarati",
        "હું ફક્ત અંગ્રેજી સમજું છું; મેં તમારો સંદેશ કમ્પ્લાયન્સ ટીમને મોકલ્યો છે, "
        "તમે તેમને અહીં પણ લખી શકો છો: {contact}",
    ),
    Language(
        "it",
        "Italian",
        "Capisco solo l'inglese; ho inoltrato il suo messaggio al team di conformità, "
        "al quale può anche scrivere: {contact}",
    ),
    Language(
        "fr",
        "French",
        "Je ne comprends que l'anglais\u00a0; j'ai transmis votre message à l'équipe conformité, "
        "à laquelle vous pouvez aussi écrire\u00a0: {contact}",
    ),
    Language(
        "de",
        "German",
        "Ich verstehe nur Englisch; ich habe Ihre Nachricht an das Compliance-Team "
        "weitergegeben, dem Sie auch schreiben können: {contact}",
    ),
    Language(
        "cy",
        "Welsh",
        "Dim ond Saesneg rwy'n ei deall; rwyf wedi trosglwyddo'ch neges i'r tîm cydymffurfio, "
        "y gallwch hefyd ysgrifennu ato: {contact}",
    ),
    Language("tr", "Turkish"),
    Language("uk", "Ukrainian"),
    Language("ru", "Russian"),
    Language("fa", "Persian"),
    Language("hi", "Hindi"),
    Language("zh", "Chinese"),
)
"""The ten likeliest at home in the United Kingdom have a sentence, and Welsh, French and German."""
_BY_CODE: Final = {language.code: language for language in _LANGUAGES}
_UNKNOWN: Final = Language("und", "a language that is not English")

_SCRIPTS: Final = {"GURMUKHI": "pa", "BENGALI": "bn", "GUJARATI": "gu", "CJK": "zh"}
"""Scripts that one language of ours is written in, by how Unicode names their letters."""


def language_of(code: str) -> Language:
    """Return the language of this code; one of no name where we do not know it."""
    return _BY_CODE.get(code, _UNKNOWN)


def foreign(text: str, known: float) -> Language | None:
    """Return the language of a message that is surely not English; None otherwise.

    `known` is the share of its words that are known English, 0 to 1.
    """
    script, letters = _script(text)
    if script != "LATIN" and letters >= _FEWEST_LETTERS:
        return language_of(_SCRIPTS.get(script) or _detected(text, sure=0) or "und")
    count = len(text.split())
    if known >= _MOSTLY or count < _FEWEST_WORDS:
        return None
    code = _detected(text, sure=_SURE)
    if code in _BY_CODE:
        return _BY_CODE[code]
    return _UNKNOWN if known == 0 and count > _FEWEST_WORDS and _is_plain(text) else None


def _is_plain(text: str) -> bool:
    """Return whether it consists of words, as numbers, codes and addresses do not."""
    return all(word.strip(".,;:!?\u2019'\"()-").replace("'", "").isalpha() for word in text.split())


def _script(text: str) -> tuple[str, int]:
    """Return the script of most letters, as Unicode names it, and how many letters it has."""
    found = Counter(
        unicodedata.name(sign, "?").split()[0].split("-")[0] for sign in text if sign.isalpha()
    )
    return found.most_common(1)[0] if found else ("LATIN", 0)


def _detected(text: str, *, sure: int) -> str | None:
    """Return the code of the language that CLD2 is sure of."""
    if pycld2 is None:
        return None
    printable = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    try:
        reliable, _, found = pycld2.detect(printable.encode("utf-8", "ignore"))
    except pycld2.error:
        return None
    _, code, share, _ = found[0]
    return str(code) if reliable and share >= sure else None
