/**
 * Texts that add an element, an attribute or a script wherever somebody forgot to escape. Their elements and attributes
 * are called `injected` or carry `data-injected`; their scripts call `injected()`.
 */
const markup = [
  // First what closes the context that the text may be in.
  `-->]]></title></style></textarea></script></noscript></template></select></option><injected-a>`,
  `"data-injected="1"onfocus="injected()"autofocus="`,
  `'data-injected='1'onmouseover='injected()'x='`,
  ` data-injected=1 onmouseover=injected() x=`,
  `"><script data-injected>injected()</script>`,
  `'><script data-injected>injected()</script>`,
  `";injected();//`,
  `';injected();//`,
  `\\";injected();//`,
  "$" + "{injected()}`;injected();//",
  `</script><script data-injected>injected()</script>`,
  `<scr<script>ipt data-injected>injected()</scr</script>ipt>`,
  `<<script data-injected>injected()//<</script>`,
  `<SCRIPT/data-injected SRC=//evil.invalid/x.js></SCRIPT>`,
  `<img data-injected src=x onerror=injected()>`,
  `<img data-injected src="https://evil.invalid/pixel">`,
  `<svg data-injected onload=injected()><script>injected()</script></svg>`,
  `<math><injected-b xlink:href="javascript:injected()">x</injected-b></math>`,
  `<iframe data-injected srcdoc="<script>parent.injected()</script>"></iframe>`,
  `<iframe data-injected src="javascript:injected()"></iframe>`,
  `<object data-injected data="javascript:injected()"></object><embed data-injected src="//evil.invalid/">`,
  `<details data-injected open ontoggle=injected()>`,
  `<body data-injected onload=injected()>`,
  `<input data-injected autofocus onfocus=injected()>`,
  `<video data-injected><source onerror="injected()"></video>`,
  `<a data-injected href="javascript:injected()">x</a>`,
  `<form data-injected action="https://evil.invalid/"><button formaction="javascript:injected()">x</button></form>`,
  `<base data-injected href="https://evil.invalid/">`,
  `<meta data-injected http-equiv="refresh" content="0;url=https://evil.invalid/">`,
  `<link data-injected rel="stylesheet" href="https://evil.invalid/x.css"><style data-injected>*{color:red}</style>`,
  `<div data-injected style="background:url(https://evil.invalid/)">`,
  `&lt;img data-injected src=x onerror=injected()&gt;`,
  `&#60;img data-injected src=x onerror=injected()&#62;`,
  `%3Cimg%20data-injected%20src=x%20onerror=injected()%3E`,
  `\\u003cimg data-injected src=x onerror=injected()\\u003e`,
  `\\x3cimg data-injected src=x onerror=injected()\\x3e`,
  `+ADw-script data-injected+AD4-injected()+ADw-/script+AD4-`,
  `＜img data-injected src=x onerror=injected()＞`,
  `{{constructor.constructor('injected()')()}} #{injected()} <%= injected() %>`,
];

/** The same as Markdown: links and images with an address that runs, and marks that a parser could take for HTML. */
const markdown = [
  "[a](javascript:injected())",
  "[a](JaVaScRiPt:injected())",
  "[a](java\tscript:injected())",
  "[a](javascript&colon;injected())",
  "[a](vbscript:injected())",
  "[a](data:text/html,<script>injected()</script>)",
  "[a](data:text/html;base64,PHNjcmlwdD5pbmplY3RlZCgpPC9zY3JpcHQ+)",
  `[a](https://example.org/"data-injected="1"onmouseover="injected())`,
  `[a](https://example.org/ "x"data-injected="1")`,
  "[a](https://example.org/<script data-injected>)",
  "![a](javascript:injected())",
  `![a](https://evil.invalid/pixel "data-injected")`,
  "[a]: javascript:injected()",
  "[a][a]",
  "<javascript:injected()>",
  '<https://example.org/"onmouseover="injected()"data-injected=">',
  'https://example.org/"onmouseover="injected()"data-injected="',
  "www.example.org'onmouseover='injected()'data-injected='",
  'mailto:a@example.org"data-injected="1',
  "`<img data-injected src=x onerror=injected()>`",
  "```html\n<img data-injected src=x onerror=injected()>\n```",
  "    <img data-injected src=x onerror=injected()>",
  "**<b data-injected>bold**",
  "# <injected-c>heading",
  "> <injected-d>quote",
  "- [ ] <injected-e>",
  "| <injected-f> |\n| --- |",
  "[^1]: <injected-g>",
];

/** All of them on one line. */
export const hostileLine = [...markup, ...markdown].join(" ").replaceAll("\n", " ");

/** All of them, one a paragraph; at most 5,000 characters, so that forms take it. */
export const hostileBlock = [...markdown, ...markup].join("\n\n");

/** Texts of at most `most` characters that together have all of those that fit. */
export function hostileTexts(most: number): string[] {
  const texts: string[] = [];
  for (const each of [...markup, ...markdown].map((text) => text.replaceAll("\n", " "))) {
    const joined = `${texts.at(-1) ?? each.padEnd(most)} ${each}`;
    if (joined.length <= most) texts[texts.length - 1] = joined;
    else if (each.length <= most) texts.push(each);
  }
  return texts;
}

/** One of at most 80 characters that leaves most of the contexts in which a text may be. */
export const shortHostileText = `"'--></title></textarea></script><img data-injected src=x onerror=injected()>`;
