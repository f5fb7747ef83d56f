/** LaTeX as its unofficial reference manual describes it, and the packages that papers are written with. */
import { checkOf, slicesOf } from './markup.ts';

const check = checkOf('latex');
const raw = String.raw;

describe('LaTeX that is no prose', () => {
  check('comments', 'One % no\ngoes on.\n% no\n\nTwo.', ['One goes on.', 'Two.']);
  check('math', raw`Let $x. Y$ be \(z. Z\), and \[no. No\] or $$no$$ too.`, ['Let be , and or too.']);
  check(
    'equations',
    raw`Let
\begin{align*}
no &= no \\
\end{align*}
be.`,
    ['Let', 'be.'],
  );
  for (const name of ['verbatim', 'lstlisting', 'tikzpicture', 'comment'])
    check(name, `A.\n\\begin{${name}}[no]\nno\n\nno\n\\end{${name}}\nB.`, ['A.', 'B.']);
  check('what nothing closes', 'A.\n\n\\begin{verbatim}\nno\n\nno', ['A.']);
  check('inline code', raw`Call \verb|no. No|, \lstinline[a=b]{no}, \mintinline{c}|no| or \texttt{no}.`, [
    'Call , , or .',
  ]);
  check(
    'the preamble',
    raw`\documentclass[12pt]{article}
no
\title{The \emph{main} title}
\newcommand{\no}[1]{no

no}

\begin{document}
Yes.
\end{document}
no`,
    [['The main title', 'heading'], 'Yes.'],
  );
  check('definitions', raw`\newcommand{\no}[2][no]{no {no} no} One. \def\no#1{no} Two.`, ['One.', 'Two.']);
  check('references and their labels', raw`As \cite[p.~5]{no} says~\ref{no}\label{no}.`, ['As says .']);
  check('files', raw`\includegraphics[width=3cm]{no.png} \input{no} A. \url{http://no}`, ['A.']);
  check('footnotes, which stand in a sentence', raw`A b\footnote{No. No.} c.`, ['A b c.']);
  check('arguments before the one that is shown', raw`A \textcolor{no}{red} \href{http://no}{link} b.`, [
    'A red link b.',
  ]);
  check('quantities', raw`It is \SI{5}{no} long.`, ['It is long.']);
});

describe('LaTeX that is prose', () => {
  check(
    'headings',
    raw`\section{Part one}\label{no} Text.

\subsection*[no]{\textbf{Part} two}
\begin{frame}{Three}
Words.
\end{frame}`,
    [['Part one', 'heading'], 'Text.', ['Part two', 'heading'], ['Three', 'heading'], 'Words.'],
  );
  check('paragraphs', 'One that\ngoes on. Two.\n\nThree.\\par Four.', [
    'One that goes on.',
    'Two.',
    'Three.',
    'Four.',
  ]);
  check(
    'items',
    raw`\begin{itemize}
  \item one
  \item[no] two

  goes on
  \begin{enumerate} \item inner \end{enumerate}
\end{itemize}
After.`,
    [
      ['one', 'prose', 'list-item'],
      ['two', 'prose', 'list-item'],
      ['goes on', 'prose', 'list-item'],
      ['inner', 'prose', 'list-item'],
      'After.',
    ],
  );
  check(
    'tables',
    raw`\begin{tabular}{ll}
\hline One b & Two c \\
Three & \multicolumn{2}{c}{Four d} \\[2pt]
\end{tabular} After.`,
    ['One b', 'Two c', 'Three', 'Four d', 'After.'],
  );
  check('captions', raw`\begin{figure}[h] \centering \caption{It is \emph{so}.} \end{figure}`, ['It is so.']);
  check('formatting', raw`A \textbf{b} {\em c} w\emph{or}d \underline{d}.`, ['A b c word d.']);
  check('what is typed for another character', "``So''---it's~`so' -- 5\\% \\& \\$3 \\{x\\}.", [
    "“So”—it's ‘so' – 5% & $3 {x}.",
  ]);
  check('accents', raw`Caf\'e na\"{\i}ve G\"odel \c{c}a \v{S} stra\ss{}e \o.`, [
    'Café naïve Gödel ça Š straße ø.',
  ]);
  check('symbols', raw`\LaTeX{} \ldots\ \copyright{} so.`, ['LaTeX … © so.']);
  check('line breaks', 'One\\\\\ntwo\\\\[2pt] three.', ['One two three.']);
  check('commands of somebody’s own', raw`A \mine{b} c.`, ['A b c.']);
  check('braces and math that nothing closes', 'A {b \\emph{c $d.\n\nB.', ['A b c $d.', 'B.']);
  check('chapters without a preamble', raw`\chapter{One} Text.`, [['One', 'heading'], 'Text.']);
});

describe('LaTeX offsets', () => {
  const slices = slicesOf('tex');
  slices('keep markup inside a sentence', raw`Use $x$ in \emph{that}. \textbf{And 😀 so}.`, [
    raw`Use $x$ in \emph{that}.`,
    raw`\textbf{And 😀 so}.`,
  ]);
});
