/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const config: Config = {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  // By default Jest leaves one of two cores idle.
  maxWorkers: 2,
  // Each test file leaves a store of Jest's behind, which every promise of the later ones is told to (before Node 24): after a hundred
  // files an `await` costs 30 times as much. A fresh worker has none of them.
  workerIdleMemoryLimit: '256MB',
  extensionsToTreatAsEsm: ['.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/setup.ts'],
  moduleNameMapper: {
    '^plugboard$': '<rootDir>/src/index.ts',
    '^plugboard/(plugin|testing)$': '<rootDir>/src/$1.ts',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts', 'plugins/**/*.ts'],
  coveragePathIgnorePatterns: [
    '/node_modules/',
    '/src/(types|data-types|message|delta|provider|data-wires|resolved-config|standard-schema).ts',
    '/api.ts$',
    '/generated/',
  ],
  coverageThreshold: { global: { lines: 95 } },
};

export default config;
