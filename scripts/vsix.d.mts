/** The extension's archive; see `vsix.mjs`. */
export interface ExtensionManifest {
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
}
export function readManifest(): ExtensionManifest;
export function vsixPath(): string;
export function packageExtension(): Promise<string>;
