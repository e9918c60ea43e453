/** Writes what is made: the grammar, from the compiler's tables, and the icon. `npm run grammar`. */
import { writeFileSync } from "node:fs";
import { grammarText } from "./grammar.ts";
import { png } from "./icon.ts";

const extension = new URL("../", import.meta.url);
writeFileSync(new URL("syntaxes/remit.tmLanguage.json", extension), grammarText());
writeFileSync(new URL("icon.png", extension), png());
