/** `npm run catalogs`: writes `compiler/catalog/generated` anew. */
import { generateAws } from "./aws.ts";

generateAws();
