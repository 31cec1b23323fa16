import { digest } from '../answer.ts';

export interface GeminiPart {
  text?: string;
  thought?: boolean;
  thoughtSignature?: string;
  functionCall?: { id?: string; name: string; args?: object };
  functionResponse?: { id?: string; name: string; response: { output?: unknown; error?: unknown } };
  inlineData?: { mimeType: string; data: string };
  fileData?: { mimeType?: string; fileUri: string };
}

export interface Content {
  role?: 'user' | 'model';
  parts: GeminiPart[];
}

interface Declaration {
  name: string;
  parameters?: unknown;
  parametersJsonSchema?: unknown;
}

/** How much is thought, and whether it is shown. */
export interface ThinkingConfig {
  includeThoughts?: boolean;
  thinkingBudget?: number;
  thinkingLevel?: string;
}

/** A body that has passed the rules. */
export interface GeminiBody {
  contents: Content[];
  systemInstruction?: { parts?: GeminiPart[] };
  generationConfig?: {
    maxOutputTokens?: number;
    stopSequences?: string[];
    responseMimeType?: string;
    responseSchema?: object;
    responseJsonSchema?: object;
    thinkingConfig?: ThinkingConfig;
  };
  tools?: { functionDeclarations?: Declaration[] }[];
  toolConfig?: { functionCallingConfig?: { mode?: string; allowedFunctionNames?: string[] } };
}

/** Whether a model gives its calls ids and signatures, and wants the latter back. */
export function isSigning(model: string): boolean {
  return !isOlder(model) && !model.includes('gemma');
}

/** Before Gemini 3. */
export function isOlder(model: string): boolean {
  return /gemini-[12](?!\d)/.test(model);
}

/** The signature of a part: it must come back with the very part. */
export function sign({ text: said, functionCall }: GeminiPart): string {
  const signed = functionCall ? JSON.stringify([functionCall.name, functionCall.args ?? {}]) : (said ?? '');
  return Buffer.from(digest('thought', signed), 'hex').toString('base64');
}
