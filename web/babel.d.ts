declare module '@babel/core' {
  interface Result {
    code?: string | null;
    map?: { version: 3; sources: string[]; names: string[]; mappings: string } | null;
  }
  export function transformAsync(code: string, options: object): Promise<Result | null>;
}
