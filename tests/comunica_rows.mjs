// Answer queries over a Turtle file with Comunica: node comunica_rows.mjs NODE_MODULES FILE.ttl QUERY.rq …
// One line of JSON for each query: its file and its answer.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [modules, file, ...queries] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { QueryEngine } = require('@comunica/query-sparql-file');
const { Parser, Store } = require('n3');

const store = new Store(new Parser().parse(readFileSync(file, 'utf8')));
const engine = new QueryEngine();

for (const query of queries) {
  const result = await engine.query(readFileSync(query, 'utf8'), { sources: [store] });
  const { data } = await engine.resultToString(result, 'application/sparql-results+json');
  let found = '';
  for await (const chunk of data) found += chunk;
  process.stdout.write(JSON.stringify({ query, found: JSON.parse(found) }) + '\n');
}
