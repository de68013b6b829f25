// Answer queries over a Turtle file with Comunica: node comunica_rows.mjs NODE_MODULES FILE.ttl SECONDS QUERY.rq …
// One line of JSON for each query: its file and its answer, or null where it took longer than SECONDS.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [modules, file, seconds, ...queries] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { QueryEngine } = require('@comunica/query-sparql-file');
const { Parser, Store } = require('n3');

const store = new Store(new Parser().parse(readFileSync(file, 'utf8')));
const engine = new QueryEngine();

async function answer(text) {
  const result = await engine.query(text, { sources: [store] });
  const { data } = await engine.resultToString(result, 'application/sparql-results+json');
  let found = '';
  for await (const chunk of data) found += chunk;
  return JSON.parse(found);
}

for (const query of queries) {
  const late = new Promise(resolve => setTimeout(resolve, Number(seconds) * 1000, null));
  const found = await Promise.race([answer(readFileSync(query, 'utf8')), late]);
  process.stdout.write(JSON.stringify({ query, found }) + '\n');
  if (found === null) break; // the engine would go on with it beside the next one
}
process.exit(0);
