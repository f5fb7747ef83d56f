import assert from 'node:assert/strict';

type Ngrams = Record<string, Record<number, number>>;
interface Data {
  ngrams: Ngrams;
}

const root = new URL('../../../', import.meta.url);
const { languageTable } = await import(new URL('scripts/languageTable.mjs', root).href);
const { ngramsData } = await import(new URL('node_modules/eld/src/ngrams/extrasmall.js', root).href);

async function loaded(data: Data): Promise<Data> {
  const url = `data:text/javascript;base64,${Buffer.from(languageTable(data)).toString('base64')}`;
  return (await import(url)).ngramsData;
}

describe("The language detector's table, as it ships", () => {
  it('says of each n-gram what the package says', async () => {
    const { ngrams: expected, ...others }: Data = ngramsData;
    const { ngrams, ...rest } = await loaded(ngramsData);
    assert.deepEqual(rest, others);
    const grams = Object.keys(expected);
    assert.equal(JSON.stringify(grams.map(gram => ngrams[gram])), JSON.stringify(Object.values(expected)));
  });

  it('knows no other, and says the same again', async () => {
    const table: Ngrams = { ' the ': { 10: 13, 11: 10, 59: 207 }, tha: { 0: 6 } };
    const { ngrams } = await loaded({ ngrams: table });
    for (const gram of ['th', 'constructor', '__proto__', 'toString', ''])
      assert.equal(ngrams[gram], undefined);
    for (const gram of [...Object.keys(table), ...Object.keys(table)])
      assert.deepEqual(ngrams[gram], table[gram]);
  });
});
