import { digest } from '../answer.ts';

export interface GeminiPart {
  text?: string;
  thought?: boolean;
  thoughtSignature?: string;
  functionCall?: { id?: string; name: string; args?: object };
  functionResponse?: { id?: string; name: string; response: { output?: unknown; error?: unknown } };
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

/** A body that has passed the rules. */
export interface GeminiBody {
  contents: Content[];
  systemInstruction?: { parts?: GeminiPart[] };
  generationConfig?: {
    maxOutputTokens?: number;
    stopSequences?: string[];
    thinkingConfig?: { includeThoughts?: boolean; thinkingBudget?: number; thinkingLevel?: string };
  };
  tools?: { functionDeclarations?: Declaration[] }[];
  toolConfig?: { functionCallingConfig?: { mode?: string; allowedFunctionNames?: string[] } };
}

/** Whether a model gives its calls ids and signatures, and wants the latter back. */
export function isSigning(model: string): boolean {
  return !/gemini-[12](?!\d)|gemma/.test(model);
}

/** The signature of a part: it must come back with the very part. */
export function sign({ text: said, functionCall }: GeminiPart): string {
  const signed = functionCall ? JSON.stringify([functionCall.name, functionCall.args ?? {}]) : (said ?? '');
  return Buffer.from(digest('thought', signed), 'hex').toString('base64');
}
