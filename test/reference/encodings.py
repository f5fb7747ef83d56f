"""Writes test/fixtures/text/encodings.json: texts, and their bytes as Python encodes them.

Run with Python 3.10 or newer, without packages: python3 test/reference/encodings.py
Names are Python's; the Encoding Standard knows them too.
"""

import base64
import json
import pathlib

CHINESE = "今天天气很好。\n我们去公园散步吧！ “好的”，他说。\r\n"
JAPANESE = "今日はいい天気です。\nｶﾀｶﾅも、散歩に行きましょう。\n"
KOREAN = "오늘은 날씨가 좋습니다.\n공원에 갑시다!\n"
RUSSIAN = "Сегодня хорошая погода.\nПойдём в парк!\n"
FRENCH = "Il a été très déçu : «\u00a0Ça ne va pas\u00a0».\nL'été, là-bas.\n"
TEXTS = {
    "gb18030": CHINESE + "😀 ㊣\n",
    "gbk": CHINESE,
    "gb2312": CHINESE,
    "big5": "今天天氣很好。\n我們去公園散步吧！\n",
    "shift_jis": JAPANESE,
    "euc-jp": JAPANESE,
    "iso-2022-jp": "今日はいい天気です。\nABC 散歩 DEF\n",
    "euc-kr": KOREAN,
    "koi8-r": RUSSIAN,
    "windows-1251": RUSSIAN,
    "latin1": FRENCH,
    "windows-1252": FRENCH + "“So”, he said – it’s €5…\n",
    "utf-8": FRENCH + CHINESE + "😀\ufffd\n",
    "utf-16le": FRENCH + CHINESE + "😀\n",
    "utf-16be": FRENCH + CHINESE + "😀\n",
}

cases = [
    {"encoding": name, "text": text, "base64": base64.b64encode(text.encode(name)).decode()}
    for name, text in TEXTS.items()
]
root = pathlib.Path(__file__).parent.parent
target = root / "fixtures" / "text" / "encodings.json"
target.write_text(json.dumps(cases, ensure_ascii=False, indent=1) + "\n")
