/** `npm run catalogs`: writes `compiler/catalog/generated` anew. With names of services, only these. */
import { generateAws } from "./aws.ts";
import { generateCurated } from "./curated.ts";
import { generateGithub } from "./github.ts";
import { generateGoogle } from "./google.ts";
import { generateKubernetes } from "./kubernetes.ts";
import { generateOkta } from "./okta.ts";
import { generateSlack } from "./slack.ts";

const generators: Readonly<Record<string, () => void>> = {
  aws: generateAws,
  k8s: generateKubernetes,
  github: generateGithub,
  slack: generateSlack,
  okta: generateOkta,
  google: generateGoogle,
  curated: generateCurated,
};

const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : Object.keys(generators)) {
  const generate = generators[name];
  if (!generate)
    throw new Error(`There is no catalog '${name}'; there are ${Object.keys(generators).join(", ")}.`);
  generate();
}
