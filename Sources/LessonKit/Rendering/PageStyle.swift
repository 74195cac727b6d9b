/// The page's style sheet.
enum PageStyle {
  /// The style sheet.
  static let css = colours + prose + notes + callouts + results + claims + other

  private static let prose = """
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body {
      margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 46rem;
      background: var(--page); color: var(--text);
      font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
      overflow-wrap: break-word;
    }
    h1, h2, h3, h4, h5, h6 {
      margin: 2.2em 0 0.6em; line-height: 1.25; font-weight: 650; text-wrap: balance;
    }
    h1 { font-size: 2rem; letter-spacing: -0.015em; }
    h2 { font-size: 1.45rem; letter-spacing: -0.01em; }
    h3 { font-size: 1.18rem; }
    h4, h5, h6 { font-size: 1rem; }
    header { margin-bottom: 2.5rem; padding-bottom: 1.25rem; border-bottom: 1px solid var(--line); }
    header h1, article > h1:first-child { margin-top: 0; }
    header h1 { margin-bottom: 0.2em; }
    header p { margin: 0.3em 0; }
    .subtitle { font-size: 1.2rem; color: var(--muted); }
    .byline, .summary { color: var(--muted); }
    p, ul, ol, dl, blockquote { margin: 1em 0; }
    ul, ol { padding-inline-start: 1.6em; }
    li + li, li > p { margin-top: 0.3em; }
    a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 0.15em; }
    :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
    blockquote {
      margin-inline: 0; padding-inline-start: 1.1em; border-inline-start: 3px solid var(--line);
    }
    hr { margin: 2.5em 0; border: 0; border-top: 1px solid var(--line); }
    img { max-width: 100%; height: auto; }
    code, samp, kbd, pre {
      font-family: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono",
        "Liberation Mono", monospace;
      font-size: 0.9em;
    }
    :not(pre) > code { padding: 0.1em 0.3em; border-radius: 4px; background: var(--ground); }
    pre {
      margin: 1em 0; padding: 0.8em 1em; overflow-x: auto; border-radius: 8px;
      background: var(--ground); font-size: 0.875rem; line-height: 1.5; tab-size: 4;
      direction: ltr; text-align: left;
    }
    pre code, pre samp { font-size: inherit; }
    code .keyword { color: var(--keyword); }
    code .string { color: var(--string); }
    code .number { color: var(--literal); }
    code .comment { color: var(--comment); font-style: italic; }
    code .type { color: var(--type); }
    code .attribute { color: var(--attribute); }
    kbd { padding: 0 0.35em; border: 1px solid var(--line); border-radius: 4px; }
    summary { cursor: pointer; color: var(--muted); }
    .scroll { overflow-x: auto; }
    .scroll, .formula {
      /* A shade at the edge where more is to come. */
      background:
        linear-gradient(to right, var(--page) 40%, transparent) left / 2.5rem 100% local,
        linear-gradient(to left, var(--page) 40%, transparent) right / 2.5rem 100% local,
        linear-gradient(to right, var(--shade), transparent) left / 0.8rem 100%,
        linear-gradient(to left, var(--shade), transparent) right / 0.8rem 100%;
      background-repeat: no-repeat;
    }
    table { border-collapse: collapse; font-size: 0.94rem; font-variant-numeric: tabular-nums; }
    caption {
      padding-bottom: 0.5em; max-width: calc(100vw - 2.5rem); text-align: start; color: var(--muted);
    }
    th, td { padding: 0.35em 0.9em 0.35em 0; text-align: start; vertical-align: baseline; }
    th:last-child, td:last-child { padding-inline-end: 0; }
    thead th { border-bottom: 1px solid var(--muted); font-weight: 600; }
    tbody tr + tr > * { border-top: 1px solid var(--line); }
    tbody th { font-weight: 400; }
    .katex { direction: ltr; unicode-bidi: isolate; font-size: 1.14em; }
    .formula { display: block; margin: 1em 0; overflow: auto hidden; }
    .formula .katex-display { margin: 0; padding: 0.2em 0; }
    .formula .katex-display > .katex > .katex-html:has(> .tag) {
      display: flex; align-items: baseline;
    }
    .formula .katex-html:has(> .tag) > .base:first-child { margin-inline-start: auto; }
    .formula .katex-display > .katex > .katex-html > .tag {
      position: static; margin-inline-start: auto; padding-inline-start: 2em;
    }
    code.formula { padding: 0.6em 1em; white-space: pre-wrap; }
    .table { margin: 1.3em 0; }
    .start { text-align: start; }
    .center { text-align: center; }
    .end { text-align: end; }
    .number { text-align: end; white-space: nowrap; }
    figure { margin: 1em 0; }
    figcaption { margin-top: 0.4em; color: var(--muted); font-size: 0.94rem; }
    .no-image { color: var(--muted); font-style: italic; }

    """

  private static let notes = """
    .noted { margin: 1em 0; }
    .noted > :not(h1, h2, h3, h4, h5, h6) { margin-block: 0; }
    .notes { padding-top: 0.4em; color: var(--muted); font-size: 0.85rem; line-height: 1.5; }
    .notes p { margin: 0.3em 0; }
    .note-reference { font-size: 0.75em; line-height: 1; }
    .note-reference a, .note-number { padding-inline: 0.15em; text-decoration: none; }
    code.failed { color: var(--bad); background: var(--bad-ground); }
    :is(aside, [id^="fn"], figure, .formula, .cell):target { outline: 2px solid var(--edge); }
    @media (min-width: 80rem) {
      .noted {
        display: grid; grid-template-columns: minmax(0, 1fr) 14rem; column-gap: 2.5rem;
        margin-inline-end: -16.5rem;
      }
      .noted > .notes { padding-top: 0.15em; }
    }

    """

  private static let callouts = """
    .anchor { color: var(--muted); font-weight: 400; text-decoration: none; opacity: 0; }
    :is(h1, h2, h3, h4, h5, h6):hover > .anchor, .anchor:focus-visible { opacity: 1; }
    .contents { margin: 0 0 2.5rem; font-size: 0.94rem; }
    .contents p { margin: 0 0 0.4em; color: var(--muted); font-weight: 650; }
    .contents ul { margin: 0; list-style: none; padding-inline-start: 0; }
    .contents li { margin: 0.25em 0; }
    .contents ul ul { padding-inline-start: 1.4em; }
    .callout {
      margin: 1.5em 0; padding: 0.8em 1.1em; border-inline-start: 4px solid var(--hue);
      border-radius: 8px; background: var(--hue-ground);
      /* What a formula's edges fade to. */
      --page: var(--hue-ground);
    }
    .callout > * { margin: 0.6em 0; }
    .callout > :last-child { margin-bottom: 0; }
    .callout > .callout-title { margin: 0 0 0.3em; color: var(--hue); font-weight: 650; }
    .note { --hue: var(--note); --hue-ground: var(--note-ground); }
    .tip { --hue: var(--good); --hue-ground: var(--good-ground); }
    .important { --hue: var(--important); --hue-ground: var(--important-ground); }
    .callout.warning { --hue: var(--open); --hue-ground: var(--open-ground); }
    .caution { --hue: var(--bad); --hue-ground: var(--bad-ground); }

    """

  private static let results = """
    .cell { margin: 1.5em 0; }
    .cell > * { margin: 0.6em 0; }
    .cell > .source, .fold > .source { border: 1px solid var(--line); }
    .role, .label { margin: 0; color: var(--muted); font-size: 0.85rem; }
    .role { margin-bottom: -0.3em; }
    pre.output { padding-block: 0.35em; background: none; border-radius: 0; }
    pre.output, .output-group { border-inline-start: 3px solid var(--line); }
    pre.value { border-color: var(--inside); }
    .output-group { padding-top: 0.1em; border-color: var(--open); }
    .output-group > * { margin: 0; border: 0; padding-inline: 1em; }
    .output.scroll, figure.output, .output.markdown { padding-inline-start: calc(1em + 3px); }
    .markdown > :first-child { margin-top: 0; }
    .markdown > :last-child { margin-bottom: 0; }
    .messages { padding: 0.7em 1em; border-radius: 8px; background: var(--bad-ground); }
    .messages .label { color: var(--bad); font-weight: 650; }
    .messages pre {
      margin: 0.3em 0 0; padding: 0; background: none; border-radius: 0; white-space: pre-wrap;
    }
    .messages .hint { margin: 0.4em 0 0; font-size: 0.94rem; }
    .messages.warning { background: var(--open-ground); }
    .messages.warning .label { color: var(--open); }
    .messages.error.is-expected { background: var(--ground); }
    .messages.error.is-expected .label { color: var(--muted); }
    .not-run { color: var(--muted); font-style: italic; padding-inline-start: calc(1em + 3px); }

    """

  private static let claims = """
    .claim {
      padding: 0.9em 1.1em; border: 1px solid var(--line); border-inline-start: 4px solid;
      border-radius: 8px;
    }
    .claim > * { margin: 0.7em 0; }
    .claim > :first-child { margin-top: 0; }
    .claim > :last-child { margin-bottom: 0; }
    /* A scrolling table's edges fade to the card's ground. */
    .claim { background: var(--page); }
    .claim.as-expected { --page: var(--good-ground); border-inline-start-color: var(--good); }
    .claim.unexpected { --page: var(--bad-ground); border-inline-start-color: var(--bad); }
    .claim.open { --page: var(--open-ground); border-inline-start-color: var(--open); }
    .as-expected .mark, .as-expected strong { color: var(--good); }
    .unexpected .mark, .unexpected strong { color: var(--bad); }
    .open .mark, .open strong { color: var(--open); }
    .claim table { font-size: 0.88rem; }
    .claim .outside { color: var(--outside); }
    .claim .inside { color: var(--inside); }
    .scope, .evidence > summary, .shrinking { color: var(--muted); font-size: 0.88rem; }
    .evidence > :not(summary) { margin: 0.7em 0; }
    .evidence > .shrinking { margin-bottom: 0; }
    .facts { display: flex; flex-wrap: wrap; gap: 0.1em 1.4em; margin: 0; font-size: 0.88rem; }
    .facts dt { display: inline; color: var(--muted); }
    .facts dd { display: inline; margin: 0 0 0 0.4em; font-variant-numeric: tabular-nums; }
    .claim svg { display: block; width: 100%; max-width: 30rem; height: auto; }
    svg text { font: 14px system-ui, sans-serif; fill: var(--text); }
    svg .axis { font-size: 13px; fill: var(--muted); }
    svg .margin { fill: var(--margin); stroke: var(--edge); stroke-width: 0.75; }
    svg .claimed { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 3 3; }
    svg .interval { stroke: var(--muted); stroke-width: 3; }
    svg .cap { stroke: var(--muted); stroke-width: 2; }
    svg .estimate, svg .arrow { fill: var(--muted); }
    svg .inside .interval, svg .inside .cap { stroke: var(--inside); }
    svg .inside .estimate, svg .inside .arrow { fill: var(--inside); }
    svg .outside .interval, svg .outside .cap { stroke: var(--outside); }
    svg .outside .estimate, svg .outside .arrow { fill: var(--outside); }
    svg .band { fill: var(--inside); opacity: 0.25; }
    .looks .estimate { fill: none; stroke: var(--inside); stroke-width: 2; }

    """

  private static let other = """
    @page {
      size: A4; margin: 17mm 18mm 19mm;
      @bottom-center { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #444; }
    }
    footer {
      margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--line);
      color: var(--muted); font-size: 0.88rem;
    }
    footer p { margin: 0.4em 0; }
    .site {
      display: grid; grid-template-columns: 1fr auto 1fr; gap: 1.5rem; margin-top: 3.5rem;
      padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.94rem;
    }
    .site > :last-child { text-align: end; }
    .site + footer { margin-top: 1.5rem; }
    @media screen and (max-width: 40rem) {
      .stacked thead { display: none; }
      .stacked :is(table, tbody, tr, td) { display: block; }
      .stacked tr { padding: 0.6em 0; border-top: 1px solid var(--line); }
      .stacked td { padding: 0; border: 0; overflow-wrap: anywhere; }
      .stacked td:first-child { font-weight: 600; }
      .stacked td:nth-child(n + 3) { color: var(--muted); font-size: 0.88rem; }
    }
    @media (max-width: 30rem) {
      body { padding: 1.5rem 1rem 3rem; font-size: 1rem; }
      h1 { font-size: 1.65rem; }
      h2 { font-size: 1.3rem; }
      pre { font-size: 0.8125rem; padding-inline: 0.8em; }
      .claim { padding-inline: 0.8em; }
      th, td { padding-inline-end: 0.65em; }
      .output.scroll, figure.output, .output.markdown, .not-run { padding-inline-start: 0; }
    }
    @media print {
      :root {
        color-scheme: light;
        --page: #fff; --text: #000; --muted: #444; --line: #bbb; --ground: #f6f6f6;
        --link: #000; --inside: #0a62c0; --outside: #b34700; --margin: #dcebdd;
        --edge: #6f9477; --good: #1a6b30; --good-ground: #fff; --bad: #b01e24; --bad-ground: #fff;
        --open: #7c4f00; --open-ground: #fff;
        --note: #0a58b0; --note-ground: #fff; --important: #6b3fa8; --important-ground: #fff;
        --keyword: #8b1f86; --string: #a3361b; --literal: #1c52b8; --comment: #57636f;
        --type: #1b6271; --attribute: #7a5200;
      }
      body { max-width: none; padding: 0; font-size: 10pt; line-height: 1.45; }
      h1 { font-size: 20pt; }
      h2 { font-size: 14pt; }
      h3 { font-size: 11.5pt; }
      h2, h3 { margin-top: 1.6em; }
      header { margin-bottom: 1.5rem; }
      pre { white-space: pre-wrap; overflow: visible; font-size: 8pt; line-height: 1.4; }
      pre, p, li { orphans: 3; widows: 3; }
      pre { box-decoration-break: clone; -webkit-box-decoration-break: clone; }
      table, .claim table { font-size: 8.5pt; }
      th, td { overflow-wrap: anywhere; }
      .claim { padding: 0.6em 0.9em; }
      .claim > *, .evidence > :not(summary) { margin: 0.4em 0; }
      .claim svg { max-width: 17rem; }
      .cell { margin: 1em 0; }
      .anchor, .site { display: none; }
      .claim, .callout, figure, tr, img, .formula, .noted { break-inside: avoid; }
      h1, h2, h3, h4, figcaption, caption, summary { break-after: avoid; }
      .scroll, .formula { overflow: visible; background: none; }
      .formula .katex-display > .katex { white-space: normal; }
      details::details-content { content-visibility: visible; block-size: auto; }
      article a[href^="http"]::after { content: " (" attr(href) ")"; font-size: 0.85em; }
    }

    """
}
