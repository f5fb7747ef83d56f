/** What a full stop may end besides a sentence, by language; all in lower case, without the last full stop. */
export interface Abbreviations {
  /** Never end a sentence: titles, "e.g.", "vs.". */
  readonly introducing: ReadonlySet<string>;
  /** End none before a number: "Fig. 2", "Nr. 5". */
  readonly numbering: ReadonlySet<string>;
  /** Words that begin a sentence even after an initial or "U.S.", "p.m.". */
  readonly starters: ReadonlySet<string>;
  /** Numbers with a full stop are ordinals: "am 3. Oktober". */
  readonly ordinals: boolean;
}

function row(introducing: string, numbering: string, starters: string, ordinals = false): Abbreviations {
  const set = (words: string) => new Set(words.split(' '));
  return { introducing: set(introducing), numbering: set(numbering), starters: set(starters), ordinals };
}

const ROWS: Readonly<Record<string, Abbreviations>> = {
  en: row(
    'mr mrs ms messrs dr prof rev hon pres gov sen rep gen col lt maj capt cmdr sgt st mt ft e.g eg i.e ie viz vs v cf ' +
      'al approx resp incl esp ed eds trans ca dept univ assn bros',
    'no nos fig figs eq eqs sec secs ch chap vol vols p pp art para pt ex tab app ver v ' +
      'jan feb mar apr jun jul aug sep sept oct nov dec',
    'the a an he she it we they you i my his her its our your their this that these those there here in on at by for ' +
      'from with after before when while if as so but and or not no yes then however what who why how all some most',
  ),
  de: row(
    'hr hrn fr dr prof dipl ing hl st z d u i o s z.b d.h u.a i.d.r o.ä s.o s.u u.u z.t z.zt bzw ca evtl ggf inkl ' +
      'exkl vgl sog usf zzgl abzgl bspw max min mind geb gest mag dir str abk allg bes ehem einschl entspr insb jew urspr',
    'nr nrn abb abs art bd kap s seite tab ziff zit jan feb mär apr jun jul aug sep sept okt nov dez',
    'der die das ein eine er sie es wir ihr ich man und aber oder doch in im am an auf bei mit nach von vor wenn dann so ' +
      'auch dies diese dieser dieses hier da nicht was wer wie warum',
    true,
  ),
  fr: row(
    'mm mme mmes mlle mlles dr pr me mgr st ste cf ex p.ex c.-à-d env éd réf resp tél av bd',
    'n no nos fig art chap p pp vol t al par janv févr avr juil sept oct nov déc',
    'le la les l un une il elle on nous vous ils elles je tu ce cette ces et mais ou dans en sur pour par avec quand si ' +
      'puis donc ici non oui que qui pourquoi comment',
  ),
  es: row(
    'sr sra srta sres sras dr dra prof profa d dña lic ing gral ud uds vd vds ej p.ej cf aprox av avda ee c/',
    'n.º nº núm núms no fig art cap pág págs p pp vol t ene feb mar abr may jun jul ago sept oct nov dic',
    'el la los las un una él ella ellos ellas nosotros yo tú usted y pero o en con por para si cuando entonces este ' +
      'esta estos estas eso aquí no sí qué quién cómo',
  ),
  it: row(
    'sig sigg sig.ra sig.na dott dott.ssa prof prof.ssa ing avv on cfr es p.es ca tel',
    'n nn fig art cap pag pagg p pp vol gen feb mar apr mag giu lug ago sett ott nov dic',
    'il lo la i gli le un una egli ella noi voi loro io e ma o in con per se quando poi questo questa questi non sì che chi',
  ),
  pt: row(
    'sr sra srta dr dra prof profa eng exmo exma av cf p.ex ex aprox tel',
    'n nº núm fig art cap pág págs p pp vol jan fev mar abr mai jun jul ago set out nov dez',
    'o a os as um uma ele ela eles elas nós eu você e mas ou em no na com por para se quando então este esta isso não sim',
  ),
};

/** Of a BCP-47 language; English's where there are none. */
export function abbreviationsOf(language: string): Abbreviations {
  const base = language.split('-')[0];
  return Object.hasOwn(ROWS, base) ? ROWS[base] : ROWS.en;
}
