const NOTICE = '// Generated from schemas/ by scripts/generate.mjs: change the schemas and run npm run generate.\n';
const HEADER = `${NOTICE}import type { Transport } from '../http/transport.ts';\n`;

/** Members that JSON Schema can't describe in full. */
const KEY_TYPE = 'string | { file: string } | (() => string | Promise<string>)';
const TRANSPORT_MEMBER = `  /** Sends the requests. For tests, and for networks of your own. */
  transport?: Transport | undefined;
`;

/**
 * Prints the config types: what all providers share, what each adds or changes, and the interface from name to type.
 *
 * @param {object} common the schema of the shared keys
 * @param {Record<string, object>} own the providers' own schemas by name
 * @returns {string} a TypeScript module
 */
export function printTypes(common, own) {
  const shared = Object.entries(common.properties).map(([key, property]) => printMember(key, property, common));
  const printed = Object.entries(own).map(([name, schema]) => printProvider(name, schema, common));
  const names = Object.entries(own).map(([name, schema]) => `  ${quoted(name)}: ${typeName(name, schema)};\n`);
  return [
    HEADER,
    `${comment(common.description)}export interface CommonConfig {\n${shared.join('')}${TRANSPORT_MEMBER}}\n`,
    ...printed,
    `${comment('The config type of each provider, by name. A plugin of your own extends it by declaration merging.')}export interface ProviderConfigs {\n${names.join('')}}\n`,
  ].join('\n');
}

/**
 * Prints the names of the providers, each under the word that its type begins with.
 *
 * @param {Record<string, object>} own the providers' own schemas by name
 * @returns {string} a TypeScript module
 */
export function printNames(own) {
  const names = Object.entries(own).map(([name, schema]) => `  ${titleOf(name, schema)}: ${literal(name)},\n`);
  return `${NOTICE}
/** The names of the built-in providers. */
export const Provider = {
${names.join('')}} as const;

/** The name of a built-in provider. */
export type Provider = (typeof Provider)[keyof typeof Provider];
`;
}

function printProvider(name, schema, common) {
  const members = Object.entries(schema.properties).map(([key, property]) => {
    const shared = common.properties[key];
    return printMember(key, shared ? { ...shared, ...property, type: shared.type } : property, schema);
  });
  return `${comment(schema.description)}export interface ${typeName(name, schema)} extends CommonConfig {\n${members.join('')}}\n`;
}

function printMember(key, property, schema, indent = '  ') {
  const demanded = schema.required?.includes(key) && property.default === undefined && !property.env;
  const type = key === 'apiKey' ? KEY_TYPE : typeOf(property, indent);
  return `${comment(describe(property), indent)}${indent}${quoted(key)}${demanded ? `: ${type}` : `?: ${type} | undefined`};\n`;
}

function typeOf(schema, indent) {
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return schema.enum.map(literal).join(' | ');
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return choice.map((branch) => typeOf(branch, indent)).join(' | ');
  return (
    [schema.type ?? []]
      .flat()
      .map((type) => typeNamed(type, schema, indent))
      .join(' | ') || 'unknown'
  );
}

function typeNamed(type, schema, indent) {
  if (type === 'integer') return 'number';
  if (type === 'array') return arrayOf(typeOf(schema.items ?? {}, indent));
  if (type !== 'object') return type;
  if (!schema.properties) return `Record<string, ${typeOf(Object(schema.additionalProperties), indent)}>`;
  const members = Object.entries(schema.properties).map(([key, property]) => printMember(key, property, schema, `${indent}  `));
  return `{\n${members.join('')}${indent}}`;
}

function arrayOf(item) {
  return /^\w+$/.test(item) ? `${item}[]` : `Array<${item}>`;
}

function describe({ description = '', default: value, env }) {
  const isTold = value !== undefined && JSON.stringify(value) !== '{}';
  const variables = [env ?? []].flat().map((name) => `\`${name}\``);
  const environment = variables.length > 0 ? `Environment: ${variables.join(', ')}.` : '';
  return [description, environment, isTold ? `Default: ${literal(value)}.` : ''].filter(Boolean).join(' ');
}

function comment(text, indent = '') {
  return text ? `${indent}/** ${text.replaceAll('*/', '* /')} */\n` : '';
}

function literal(value) {
  return typeof value === 'string' ? `'${value.replaceAll(/[\\']/g, '\\$&')}'` : JSON.stringify(value);
}

function quoted(key) {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : literal(key);
}

function typeName(name, schema) {
  return `${titleOf(name, schema)}Config`;
}

/** The title, which knows where the capitals are, or else the name as one word. */
function titleOf(name, { title }) {
  const words = (title && /^\w+$/.test(title) ? title : name).split(/[^A-Za-z0-9]+/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
