/** LaTeX's commands and environments, by what they are for prose. */
const names = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Their argument is a heading. */
export const HEADINGS = names(
  'addchap addsec chapter framesubtitle frametitle paragraph part section subparagraph subsection subsubsection subtitle title',
);
/** Their argument is a paragraph of its own. */
export const PARAGRAPHS = names('caption captionof');
/** A paragraph ends at them. */
export const BREAKS = names(
  'and appendix bigskip bottomrule clearpage cleardoublepage cline cmidrule hline item listoffigures listoftables maketitle medskip midrule newpage pagebreak par smallskip tableofcontents tabularnewline toprule',
);
/** Their first arguments are none of the text. */
export const LEADING: ReadonlyMap<string, number> = new Map([
  ['adjustbox', 1],
  ['captionof', 1],
  ['colorbox', 1],
  ['fcolorbox', 2],
  ['foreignlanguage', 1],
  ['href', 1],
  ['multicolumn', 2],
  ['multirow', 2],
  ['parbox', 1],
  ['raisebox', 1],
  ['resizebox', 2],
  ['rotatebox', 1],
  ['scalebox', 1],
  ['textcolor', 1],
]);
/** They define something, and their arguments may be of several paragraphs. */
export const DEFINITIONS = names(
  'DeclareMathOperator DeclareRobustCommand NewDocumentCommand NewDocumentEnvironment RenewDocumentCommand def edef gdef let newcommand newcommandx newenvironment providecommand renewcommand renewenvironment tikzset xdef lstset hypersetup sisetup pgfplotsset',
);
/** None of their arguments is of the sentence: names, sizes, code, and notes, which are sentences of their own inside of one. */
export const SILENT = names(
  'Cref Vref acro addbibresource addcontentsline addtocounter addtolength affil affiliation ang author autocite autoref bibitem bibliography bibliographystyle ce cite citealp citealt citeauthor citep citet citetext citeyear cline cmidrule code color cref crefrange date definecolor documentclass documentstyle email ensuremath eqref fontsize fontfamily fontseries footcite footnote footnotemark footnotetext fullcite geometry graphicspath hspace hypertarget include includeonly includegraphics includepdf index input institute keywords label linespread lstinline lstinputlisting markboth markright marginpar mintinline newcolumntype newcounter newlength newtheorem nocite nolinkurl num pageref pagenumbering pagestyle parencite path printbibliography qty ref refstepcounter rule selectlanguage setcounter setlength setmainfont setmonofont setsansfont setstretch si SI sidenote smartcite stepcounter supercite textcite texttt thanks thispagestyle tikz todo unit url usefonttheme usecolortheme usepackage RequirePackage usetheme usetikzlibrary vref vspace',
);

/** Up to their end, whatever stands in between. */
export const VERBATIM = names(
  'BVerbatim LVerbatim Verbatim alltt asy circuitikz code comment dot2tex filecontents forest lstlisting luacode minted pgfpicture picture pspicture pycode sagesilent tikzcd tikzpicture verbatim verbatimtab thebibliography algorithm2e algorithmic algorithm',
);
/** Up to their end or a blank line, which may be in none of them. */
export const MATH = names(
  'IEEEeqnarray align alignat array bmatrix cases darray dcases dgroup displaymath dmath eqnarray equation flalign gather gathered math matrix multline pmatrix smallmatrix split vmatrix',
);
export const LISTS = names('description enumerate itemize compactenum compactitem inparaenum list tasks');
export const TABLES = names(
  'longtable longtabu supertabular tabbing tabu tabular tabularx tabulary xltabular tblr',
);
/** What stands in braces behind their name is a title. */
export const TITLED = names('alertblock block exampleblock frame');

export const SYMBOLS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ LaTeX: 'LaTeX', TeX: 'TeX', XeTeX: 'XeTeX', LaTeXe: 'LaTeX', BibTeX: 'BibTeX' },
    ...{ ldots: '…', dots: '…', textellipsis: '…', textendash: '–', textemdash: '—', S: '§', P: '¶' },
    ...{ copyright: '©', textcopyright: '©', texttrademark: '™', textregistered: '®', pounds: '£' },
    ...{ euro: '€', texteuro: '€', textbackslash: '\\', textasciitilde: '~', textasciicircum: '^' },
    ...{ textbar: '|', textless: '<', textgreater: '>', textunderscore: '_', textdegree: '°', slash: '/' },
    ...{ ss: 'ß', ae: 'æ', AE: 'Æ', oe: 'œ', OE: 'Œ', o: 'ø', O: 'Ø', l: 'ł', L: 'Ł', aa: 'å', AA: 'Å' },
    ...{
      i: 'ı',
      j: 'ȷ',
      textquoteleft: '‘',
      textquoteright: '’',
      textquotedblleft: '“',
      textquotedblright: '”',
    },
    ...{ guillemotleft: '«', guillemotright: '»', quad: ' ', qquad: ' ', space: ' ', newline: ' ' },
    ...{ linebreak: ' ', hfill: ' ', thinspace: ' ', enspace: ' ', nobreakspace: ' ' },
  }),
);

/** By the character or letter that stands for it, a combining one. */
export const ACCENTS: Readonly<Record<string, string>> = {
  ...{
    '`': '\u0300',
    "'": '\u0301',
    '^': '\u0302',
    '~': '\u0303',
    '=': '\u0304',
    '.': '\u0307',
    '"': '\u0308',
  },
  ...{
    u: '\u0306',
    v: '\u030C',
    H: '\u030B',
    c: '\u0327',
    k: '\u0328',
    r: '\u030A',
    d: '\u0323',
    b: '\u0331',
  },
};
