/** What of a package's sentences is prose that nobody could take for an opinion, an insult or a debt. */
import type { Sentence } from './shelf.ts';

/** Words of an English sentence, characters of a Chinese one; both ends are in. */
const LENGTHS: Record<string, { count: (text: string) => number; least: number; most: number }> = {
  en: { count: text => text.split(' ').length, least: 2, most: 60 },
  zh: { count: text => text.length, least: 2, most: 120 },
};

/** Of what stands in the source, the share that is left when code and addresses are out. */
const LEAST_PROSE = 0.75;
/** The share of words that are names in code. */
const MOST_NAMES = 0.25;
/** From so many words on an English sentence has one of `COMMON`. */
const SENTENCE = 5;

const COMMON =
  /\b(?:an?|the|of|to|in|is|are|be|for|and|or|with|on|by|from|that|this|it|as|at|if|when|you|your|can|will|not|has|have|we|was)\b/i;
const CODE =
  /[{}<>\\|`$=;~^[\]]|\bhttps?:|\bwww\.|->|::|\/\/|\(\)|\w@\w|--\w|^\W*(?:npm|yarn|pnpm|npx|bower|cd|git)\b/;
const NAME = /\p{L}[_./:]\p{L}|\p{Ll}\p{Lu}|\p{L}\d|\d\p{L}|^[-@#.]|\p{Lu}{6,}|_/u;
/** A gap where code was: before punctuation, in brackets, or behind a word that asks for another. */
const GAP =
  / [.,;:)]|\( *\)|\b(?:and|or|an?|the|of|for|with|both|from|as|using|via|called|named|is|are) *[.,;)]|\b(?:and|or|an?|the|of|for|with|from|as|to|is|are|be|both|using|than|via)[.]?$/;
/** How a sentence may begin. */
const BEGINNING = /^["'“‘(（《「“【]?[\p{L}\p{N}]/u;

const LEGAL =
  /licen[cs]e|copyright|©|\(c\)|all rights reserved|warrant|redistribut|permission is hereby|"as is"|liab(?:le|ility)|许可|版权|协议|spdx/i;
const PROMOTION =
  /sponsor|backer|patreon|donat|open ?collective|buy me a|\bstars?\b|github|twitter|discord|gitter|slack|赞助|捐赠|打赏|公众号|[Qq]{2}群|微信群|加群|star\b|点赞|badge|\bcontributors?\b|thank|感谢|致谢|maintainers?\b|feel free|pull requests?|欢迎/i;
/** What may be an opinion: no example of a neutral sentence. */
const OPINION =
  /[!！]|\b(?:awesome|amazing|great(?!er)|best|love[ds]?|lovely|beautiful|perfect|excellent|fantastic|wonderful|happy|enjoy|fun|funny|cool|nice|easy|easily|easier|elegant|delightful|blazing|powerful|super|brilliant|magic|worse|worst|terrible|horrible|awful|hate|annoying|pain|painful|painless|sad|sadly|sorry|unfortunately|fortunately|luckily|tedious|frustrat\w+|ugly|insane|crazy|weird|evil|nasty|hell|hopefully)\b|最好|优秀|强大|优雅|美观|漂亮|完美|极致|轻松|简单易用|易用|友好|喜欢|讨厌|糟糕|抱歉|遗憾|丑|垃圾|傻|吐槽|优美|极佳|很棒|惊艳|痛点|恶心|神器/i;
const ABUSE =
  /\b(?:fuck\w*|shit\w*|damn\w*|crap\w*|wtf|stupid\w*|idiot\w*|moron\w*|suck\w*|bitch\w*|bastard\w*|bullshit|ass|asshole|retard\w*|porn\w*|sexy?)\b/i;
/** What a comment says of debt, and what names it anywhere. */
const DEBT =
  /\bugly|tempora(?:ry|rily)\b.*\b(?:fix|solution|until)|for now|quick fix|\bdirty\b.*\bway|\bstub\b|not (?:yet )?(?:implemented|supported)|(?:should|could|must|needs? to|ought to|to) be (?:fixed|removed|replaced|rewritten|refactored|improved|cleaned|moved|implemented)|refactor|clean(?:ed)? ?up|legacy|obsolete|rewrite|remove (?:this|in|once|when|after)|\bbugs?\b|\bbuggy|investigate|figure out|in the future|someday|eventually|not sure|no idea|probably|why\b.*\?$|\bbroken|for some reason|nasty|brittle|hard-?coded|copied from|\bbetter way|\binefficient|\bsuboptimal|\bimprove|unnecessary|nocommit|后续|暂不|暂时|临时|兼容旧/i;
const MARKER = /\bto-?do\b|fixme|\bhack|\bxxx\b|work-?\s?around|kludge|待办|未实现|待完善/i;

const SKIPPED_HEADING =
  /licen[cs]|contribut|sponsor|backer|support(?:ers)?$|donat|acknowledg|credit|thank|author|maintainer|table of contents|^contents|toc$|changelog|change log|release|who uses|used by|showcase|users|companies|community|badge|related|see also|links|resources|stargazers|许可|协议|贡献|赞助|捐|致谢|感谢|作者|目录|更新日志|谁在使用|案例|交流|友情|联系|支持作者|关注|star/i;

/** Whether what follows it is about people, law or other pages, and not about the package. */
export function isSkippedHeading(text: string): boolean {
  return SKIPPED_HEADING.test(text);
}

/** @param source what stands for the sentence in the file, code and marks included. */
export function isPlainSentence(
  text: string,
  source: string,
  language: string,
  kind: Sentence['kind'],
): boolean {
  const length = LENGTHS[language];
  if (length === undefined || !BEGINNING.test(text) || CODE.test(text) || GAP.test(text)) return false;
  const count = length.count(text);
  if (count < length.least || count > length.most) return false;
  const prose = source.replace(/\]\([^)]*\)/g, '').replace(/[\s*_#>[\]/]+/g, '').length;
  if (text.replace(/\s+/g, '').length < LEAST_PROSE * prose) return false;
  if (/\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Cyrillic}|\uFFFD/u.test(text)) return false;
  return language === 'zh' ? isChinese(text) : isEnglish(text, kind);
}

function isEnglish(text: string, kind: Sentence['kind']): boolean {
  if (/\p{Script=Han}/u.test(text)) return false;
  const words = text.split(' ');
  const names = words.filter(word => NAME.test(word.replace(/[^\p{L}\p{N}]+$/u, ''))).length;
  if (names > MOST_NAMES * words.length || words.filter(word => /\p{L}{2}/u.test(word)).length < 2)
    return false;
  if (words.length >= SENTENCE ? !COMMON.test(text) : kind === 'comment' && !COMMON.test(text)) return false;
  return /[^:,]$/.test(text);
}

/** In traditional characters no simplified text has. */
const TRADITIONAL = /[們個這為與說對時會開關當應過還進動種頁題區設檔單選測顯標點數據實現]/;

function isChinese(text: string): boolean {
  if (TRADITIONAL.test(text)) return false;
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han >= 3 && han >= 0.6 * text.replace(/[\s\p{P}]+/gu, '').length && /[^:,：，]$/.test(text);
}

/** What speaks of law, of friends and foes, or of work that is left is out. */
export function isHarmless(text: string, kind: Sentence['kind']): boolean {
  const patterns = [LEGAL, OPINION, ABUSE, MARKER, kind === 'comment' ? DEBT : PROMOTION];
  return !patterns.some(pattern => pattern.test(text));
}

/** Blank where a comment holds a licence; offsets stay. */
export function withoutLegalComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|(?:^[ \t]*(?:\/\/|#).*\n)+/gm, comment =>
    LEGAL.test(comment) ? comment.replace(/[^\n]/g, ' ') : comment,
  );
}
