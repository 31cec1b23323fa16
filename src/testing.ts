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
export type { ProviderUnderTest } from './testing/subject.ts';
