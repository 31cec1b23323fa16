export {
  type Breakage,
  type Fault,
  type Scenario,
  type SimulatedApi,
  type Simulator,
  type SimulatorOptions,
  type SimulatorRequest,
  startSimulator,
} from './simulator/simulator.ts';
export { describeProvider, type TestRunner } from './testing/describe-provider.ts';
export type { AsksForStream, ErrorFixture, ExpectedAnswer, ExpectedRequest, Fixture } from './testing/fixture.ts';
export type { DialectPlugin, ProviderUnderTest, RegisteredProvider, WirePlugin } from './testing/given.ts';
