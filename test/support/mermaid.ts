import { openBrowser } from "./chromium";

/** What Mermaid's own page shows. */
export interface Drawn {
  /** The words in each node, box and arrow. */
  readonly labels: readonly string[];
  /** Elements that no label has any business to make. */
  readonly strangers: number;
}

export interface Mermaid {
  /** Fails where Mermaid can't read the text. */
  draw(text: string): Promise<Drawn>;
  close(): Promise<void>;
}

/** In a browser, because Mermaid can't even parse without a document: it cleans labels by the browser's means. */
export async function openMermaid(): Promise<Mermaid> {
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.addScriptTag({ path: require.resolve("@mermaid-js/tiny") });
  return {
    draw: (text) => page.evaluate(`(${drawing})(${JSON.stringify(text)})`),
    close: () => browser.close(),
  };
}

/** Text, because it runs in the page, which knows neither our modules nor our types. */
const drawing = `async (text) => {
  mermaid.initialize({ startOnLoad: false });
  await mermaid.parse(text);
  document.body.innerHTML = (await mermaid.render("drawn", text)).svg;
  const labels = [...document.querySelectorAll("foreignObject")].map((label) => {
    for (const end of label.querySelectorAll("br")) end.replaceWith("\\n");
    return label.textContent.trim();
  });
  return {
    labels: labels.filter((label) => label !== ""),
    strangers: document.querySelectorAll("svg :is(a, img, script, iframe, form)").length,
  };
}`;
