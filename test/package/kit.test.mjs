// The conformance kit under the runners that plugin authors use, from dist as they get it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('kit/', import.meta.url));
const jest = fileURLToPath(new URL('../../node_modules/jest/bin/jest.js', import.meta.url));
const config = JSON.stringify({ rootDir: folder, testMatch: ['**/*.spec.mjs'], transform: {}, testEnvironment: 'node' });

const RUNNERS = {
  'node --test': ['--test', '--test-reporter=spec', 'acme.node.mjs'],
  Jest: ['--experimental-vm-modules', jest, '--config', config, '--verbose'],
};

function run(runner, fault = '') {
  const { NODE_TEST_CONTEXT: _nested, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, RUNNERS[runner], { cwd: folder, env: { ...env, ACME_FAULT: fault } }, (error, out, told) =>
      resolve({ code: error?.code ?? 0, told: out + told }),
    );
  });
}

for (const runner of Object.keys(RUNNERS)) {
  describe(`the conformance kit under ${runner}`, () => {
    it('lets a good plugin pass', async () => {
      const { code, told } = await run(runner);
      assert.equal(code, 0, told);
      assert.match(told, /throws what an error event says, with the answer so far/);
    });

    it('tells the rule that a plugin breaks, and where to read of it', async () => {
      const { code, told } = await run(runner, 'heat');
      assert.equal(code, 1, told);
      assert.match(
        told,
        /acme breaks the rule "lets every setting that it takes have its effect, 0 included": temperature: 0 is lost/,
      );
      assert.match(told, /see docs\/plugin-rules\.md#rule-settings/);
    });

    it('fails where a rejection is left that nobody handles', async () => {
      const { code, told } = await run(runner, 'rejection');
      assert.equal(code, 1, told);
      assert.match(told, /left alone/);
    });
  });
}

describe('the conformance kit', () => {
  it('needs nothing of a runner but describe, it and it.skip, which Vitest has too', async () => {
    const { describeProvider } = await import('plugboard/testing');
    const { given } = await import('./kit/acme.mjs');
    const tests = [];
    const only = (target, ...names) =>
      new Proxy(target, {
        get: (_target, name) => (names.includes(name) ? target[name] : assert.fail(`it uses ${String(name)}`)),
      });
    const runner = {
      describe: only((_name, declare) => declare()),
      it: only(
        Object.assign((_name, test, ...more) => tests.push({ test, more }), { skip: () => {} }),
        'skip',
      ),
    };
    describeProvider(given, only(runner, 'describe', 'it'));
    assert.ok(tests.length > 100);
    assert.ok(tests.every(({ more }) => more.length === 0));
    for (const { test } of tests) await test();
  });
});
