import { appendFileSync } from 'node:fs';

/** A worker that is asked for nothing but its self-test: writes down that it was, and prints what it is told to. */
const [countFile = '', answer = '', ...asked] = process.argv.slice(2);
appendFileSync(countFile, `${asked.join(' ')}\n`);
if (answer === 'fails') throw new Error('no user namespaces here');
console.log('a line before');
console.log(answer);
