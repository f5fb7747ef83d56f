"""Writes test/fixtures/text/pythonComments.json: programs, and what Python itself takes for comments in them.

Run with Python 3.10 or newer, without packages: python3 test/reference/python_comments.py
Comments are those of `tokenize`, documentation strings those of `ast`. Offsets are UTF-16 units.
"""

import ast
import io
import json
import pathlib
import random
import tokenize

STATEMENTS = [
    "# A comment\n",
    "# It's \"one\n",
    "a = 1  # beside\n",
    "a = '# no'\n",
    "a = 'it\\'s # no'  # yes\n",
    'a = """\n# no\n"""\n',
    "a = '''# no''' # yes '''\n",
    'a = f"# no {1 + 1}# no"\n',
    'a = r"\\"  # no"\n',
    "a = b'# no'\n",
    "a = ('x'  # in brackets\n     '# no')\n",
    "a = 1 + \\\n    2  # continued\n",
    "a = '😀 # no'  # 😀 yes\n",
    "a = '# no \\\n # no'\n",
    '"""A string of its own."""\n',
    "'no' + 'no'\n",
    "u'你好'\n",
    "f'no'\n",
]
BLOCKS = [
    "def f(a='# no'):\n",
    "class A:\n",
    "async def g():  # head\n",
    "if True:\n",
    "def h() -> '# no':\n    # first\n",
    "@f\nclass B(A):\n",
]


def indented(text: str) -> str:
    return "".join(f"    {line}" for line in text.splitlines(keepends=True))


def program(rng: random.Random, depth: int = 0) -> str:
    parts = []
    for _ in range(rng.randrange(1, 5)):
        if depth < 3 and rng.random() < 0.4:
            parts.append(rng.choice(BLOCKS) + indented(program(rng, depth + 1)) + "    pass\n")
        else:
            parts.append(rng.choice(STATEMENTS))
    return "".join(parts)


def spans(source: str) -> list[list[int]]:
    lines = source.splitlines(keepends=True)
    units = lambda text: len(text.encode("utf-16-le")) // 2
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + units(line))
    at = lambda row, text: starts[row - 1] + units(text)
    found = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            (row, column) = token.start
            start = at(row, lines[row - 1][:column])
            found.append([start, start + units(token.string)])
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if ast.get_docstring(node, clean=False) is None:
            continue
        string = node.body[0].value
        head = lines[string.lineno - 1].encode()[: string.col_offset].decode()
        tail = lines[string.end_lineno - 1].encode()[: string.end_col_offset].decode()
        found.append([at(string.lineno, head), at(string.end_lineno, tail)])
    return sorted(found)


def main() -> None:
    rng = random.Random(1)
    programs = []
    while len(programs) < 150:
        source = program(rng)
        try:
            programs.append({"source": source, "comments": spans(source)})
        except SyntaxError:  # A line that was indented out of a string, say.
            continue
    target = pathlib.Path(__file__).parent.parent / "fixtures/text/pythonComments.json"
    target.write_text(json.dumps(programs, ensure_ascii=False, indent=1) + "\n")


main()
