import type { OfferedTool } from '../answer.ts';

/** A tool as version 1 of the API defines it. */
export interface ToolV1 {
  name: string;
  parameter_definitions?: Record<string, { description?: string; type: string }>;
}

/** A tool with JSON Schema again, as far as types and descriptions tell it: a model has no more to go by. */
export function offeredTool({ name, parameter_definitions = {} }: ToolV1): OfferedTool {
  const properties = Object.entries(parameter_definitions).map(([parameter, { description = '', type }]) => [
    parameter,
    notedSchema(description) ?? { ...schemaOf(type), ...choicesIn(description, type) },
  ]);
  return { name, parameters: { type: 'object', properties: Object.fromEntries(properties) } };
}

function notedSchema(description: string): object | undefined {
  try {
    return JSON.parse(/JSON Schema: (\{.*\})$/s.exec(description)?.[1] ?? '');
  } catch {
    return undefined;
  }
}

/** In the words that Cohere's guide to parameter types has for them. */
function choicesIn(description: string, type: string): { enum?: (string | number)[] } {
  const choices = /Possible enum values: (.+?)\.(?:\s|$)/.exec(description)?.[1]?.split(', ');
  if (!choices) return {};
  return { enum: type === 'int' || type === 'float' ? choices.map(Number) : choices };
}

/** Of a Python type: `List[str]`, `Optional[int]`. Of a union, the first counts. */
function schemaOf(type: string): object {
  const [, outer = '', inner] = /^(\w+)(?:\[(.*)\])?$/.exec(type.trim()) ?? [];
  switch (outer.toLowerCase()) {
    case 'int':
      return { type: 'integer' };
    case 'float':
      return { type: 'number' };
    case 'bool':
      return { type: 'boolean' };
    case 'none':
      return { type: 'null' };
    case 'list':
      return { type: 'array', ...(inner && { items: schemaOf(inner) }) };
    case 'dict':
      return { type: 'object' };
    case 'optional':
    case 'union':
      return schemaOf(inner?.split(',')[0] ?? '');
    default:
      return { type: 'string' };
  }
}
