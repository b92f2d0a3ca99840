"""What texts are written in: each is a small table, as a program of its time wrote it."""
# ruff: noqa: RUF001 (letters of other alphabets are meant)

import pytest

from neuron_core.data.csv_reader import read
from neuron_core.data.text import decoded, reader_for

POLISH = "miasto;ludność;kraj\nŁódź;679;tak\nKraków;780;nie\nGdańsk;470;tak\nWrocław;640;nie\n"
CZECH = "město;počet\nPříbram;12,5\nČeské Budějovice;94,1\nŽďár;21,3\nÚstí;93,0\n"
HUNGARIAN = "név;város\nÁrpád;Győr\nÖdön;Pécs\nErzsébet;Székesfehérvár\nGyörgy;Szűcs\n"
LITHUANIAN = "miestas;kiekis\nŠiauliai;5\nKlaipėda;6\nPanevėžys;7\nMažeikiai;3\n"
RUSSIAN = "город;население\nМосква;12500\nКазань;1250\nПермь;1050\nУфа;1120\n"
GREEK = "πόλη;πληθυσμός\nΑθήνα;664\nΠάτρα;213\nΛάρισα;144\nΒόλος;120\n"
TURKISH = "şehir;nüfus\nİstanbul;15000\nİzmir;4300\nŞanlıurfa;2100\nAğrı;530\n"
HEBREW = "עיר;אוכלוסיה\nירושלים;900\nתל אביב;450\nחיפה;280\n"
ARABIC = "مدينة;سكان\nالقاهرة;9500\nالإسكندرية;5200\nالجيزة;8800\n"
THAI = "เมือง;ประชากร\nกรุงเทพ;8281\nเชียงใหม่;131\n"
JAPANESE = "都市,人口\n東京,13960\n大阪,8839\n名古屋,2320\nカタカナ,100\n"
CHINESE = "城市,人口\n北京,2154\n上海,2428\n广州,1531\n深圳,1344\n"
TAIWANESE = "城市,人口\n臺北,264\n高雄,277\n臺中,281\n"
KOREAN = "도시,인구\n서울,9776\n부산,3429\n대구,2438\n"
FRENCH = "ville;âge;été\nOrléans;32;chaud\nMâcon;41;tiède\nBéziers;27;brûlant\nAngoulême;35;frais\n"
GERMAN = "Größe;Preis;Straße\n1,5;3;Müllerstraße\n2;4;Königsweg\n3,5;9;Äußere Gasse\n"
SPANISH = "país;población\nEspaña;47\nMéxico;126\nPerú;33\nPanamá;4\n"
SWEDISH = "namn;längd\nÅke;180\nBjörn;175\nPär;169\n"
DEGREES, MICRO, EUROS = (
    "t,temp (°C)\n1,20\n2,21\n",
    "dose (µg),y\n1,2\n3,4\n",
    "a;b\n3 €;1\n4 €;2\n",
)
POUNDS, SQUARES, ONE = (
    "price,y\n£3,1\n£4,2\n",
    "area (m²),y\n3,4\n5,6\n",
    "name,y\nRené,3\nAnna,4\n",
)

WESTERN = [FRENCH, GERMAN, SPANISH, SWEDISH, DEGREES, MICRO, EUROS, POUNDS, SQUARES, ONE]


@pytest.mark.parametrize(
    ("text", "written_in", "found"),
    [
        (POLISH, "cp1250", "cp1250"),
        (POLISH, "iso8859-2", "iso8859_2"),
        (POLISH, "cp852", "cp852"),
        (CZECH, "cp1250", "cp1250"),
        (CZECH, "iso8859-2", "iso8859_2"),
        (HUNGARIAN, "cp1250", "cp1250"),
        (LITHUANIAN, "cp1257", "cp1257"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8_r"),
        (RUSSIAN, "cp866", "cp866"),
        (GREEK, "cp1253", "cp1253"),
        (GREEK, "iso8859-7", "cp1253"),
        (TURKISH, "cp1254", "cp1254"),
        (HEBREW, "cp1255", "cp1255"),
        (ARABIC, "cp1256", "cp1256"),
        (THAI, "cp874", "cp874"),
        (JAPANESE, "shift_jis", "cp932"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (CHINESE, "gb2312", "gb18030"),
        (CHINESE, "gb18030", "gb18030"),
        (TAIWANESE, "big5", "big5"),
        (KOREAN, "euc_kr", "cp949"),
        (FRENCH, "mac_roman", "mac_roman"),
        (FRENCH, "cp850", "cp850"),
        (GERMAN, "cp850", "cp850"),
        ("city|y\nKraków|3\nŁódź|4\nGdańsk|5\n", "cp1250", "cp1250"),
        *((text, "cp1252", "cp1252") for text in WESTERN),
    ],
)
def test_an_encoding_is_told_by_what_is_written(text: str, written_in: str, found: str) -> None:
    content = text.encode(written_in)
    assert decoded(content) == (text, found)
    assert reader_for(content) == "encodings"
    assert reader_for(content, found) == ""


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("text", [RUSSIAN, GREEK, HEBREW, JAPANESE, CHINESE, KOREAN, GERMAN])
def test_unicode_needs_no_library_to_be_told(text: str, encoding: str) -> None:
    content = text.encode(encoding)
    assert decoded(content)[0] == text
    assert reader_for(content) == ""


@pytest.mark.parametrize(
    "broken",
    [
        (GERMAN + "4;5;ä").encode()[:-1],  # a copy that was cut
        GERMAN.encode().replace("ö".encode(), b"\xff").replace(b"Gr\xff", "Grö".encode()),
        GERMAN.encode().replace(b"3;M", "3;ü".encode("cp1252") + b"M"),  # of another program
    ],
)
def test_what_is_broken_in_utf_8_stays_utf_8_and_is_said(broken: bytes) -> None:
    sheet = read(broken)
    assert sheet.encoding == "utf-8"
    assert [one.name for one in sheet.columns] == ["Größe", "Preis", "Straße"]
    [said] = [one for one in sheet.skipped if "UTF-8" in one]
    assert said.endswith("bytes that are nothing in UTF-8, shown as �")


def test_an_encoding_that_is_said_is_taken_and_what_it_has_not_is_told() -> None:
    sheet = read(RUSSIAN.encode("koi8-r"), encoding="cp1251")
    assert sheet.encoding == "cp1251"
    assert sheet.rows == 4
    assert not sheet.skipped
    odd = read("a,b\n1,2\n3,é\n".encode("cp1252"), encoding="utf-8")
    assert odd.skipped == ["line 3, bytes that are nothing in UTF-8, shown as �"]
