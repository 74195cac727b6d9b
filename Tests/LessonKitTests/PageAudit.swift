import Foundation

@testable import LessonKit

/// What is wrong with a page as a browser shows it.
struct PageAudit {
  /// How a reader looks at a page.
  struct Look: CustomStringConvertible {
    var width: Int
    var isDark = false
    var isPrinted = false

    /// A phone and a desktop, light and dark, and a sheet of A4.
    static let all = [
      Look(width: 360), Look(width: 360, isDark: true), Look(width: 1280),
      Look(width: 1280, isDark: true), Look(width: 660, isPrinted: true),
    ]

    var description: String {
      "\(width) px, \(isPrinted ? "printed" : isDark ? "dark" : "light")"
    }
  }

  /// What is wrong, one line each; empty for a good page.
  ///
  /// - Parameters:
  ///   - html: The page.
  ///   - browser: The browser.
  ///   - look: How it is looked at.
  /// - Returns: The lines.
  /// - Throws: ``EnvironmentProblem`` when the browser fails.
  static func problems(of html: String, in browser: Browser, as look: Look) throws -> [String] {
    let page = try BrowserPage(
      html, in: browser, isDark: look.isDark, width: look.width, height: 900)
    if look.isPrinted { try page.send("Emulation.setEmulatedMedia", ["media": "print"]) }
    let found = try page.evaluate("(\(script))(\(look.isPrinted))")
    guard let found = found as? [String] else { return ["the audit gave \(found ?? "nothing")"] }
    return (events(browser.takeEvents()) + found).map { "\(look): \($0)" }
  }

  /// What the browser reported: errors, scripts that spoke, and whatever it wanted to load.
  private static func events(_ events: [Browser.Event]) -> [String] {
    events.compactMap { event in
      switch event.method {
      case "Runtime.consoleAPICalled", "Runtime.exceptionThrown": return "a script ran"
      case "Log.entryAdded":
        let entry = event.fields["entry"] as? Browser.Fields
        return "the console says: \(entry?["text"] ?? "?")"
      case "Network.requestWillBeSent":
        let request = event.fields["request"] as? Browser.Fields
        let url = request?["url"] as? String ?? "?"
        let isOwn = url.hasPrefix("data:") || url.hasSuffix("/page.html")
        return isOwn ? nil : "it asks for \(url)"
      default: return nil
      }
    }
  }

  // Colours are blended over the grounds they stand on. Contrast is that of WCAG 2.1, success
  // criterion 1.4.3: 4.5, or 3 for text of 24 px, or of 18.66 px and bold.
  private static let script = """
    (isPrinted) => {
      const problems = [];
      const name = (e) => {
        const words = (e.textContent || '').trim().slice(0, 40);
        return e.tagName.toLowerCase() + (e.className?.baseVal ?? e.className ? '.' +
          (e.className.baseVal ?? e.className) : '') + (words ? ' “' + words + '”' : '');
      };
      const say = (text) => { if (!problems.includes(text)) problems.push(text); };

      const root = document.documentElement;
      if (root.scrollWidth > root.clientWidth)
        say(`it scrolls sideways: ${root.scrollWidth} px of ${root.clientWidth}`);
      if (!root.lang) say('no language');
      if (!document.title) say('no title');
      if (document.querySelectorAll('main').length !== 1) say('not one main landmark');

      let level = 0;
      for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
        const next = Number(heading.tagName[1]);
        if (next > level + 1) say(`the heading ${name(heading)} skips a level`);
        level = next;
      }
      for (const image of document.querySelectorAll('img'))
        if (!image.hasAttribute('alt')) say(`no words for the picture ${image.src.slice(0, 60)}`);
      for (const picture of document.querySelectorAll('svg'))
        if (!picture.closest('[aria-hidden=true]') && picture.getAttribute('role') !== 'img')
          say('a drawing without a role');
      for (const table of document.querySelectorAll('table')) {
        if (!table.querySelector('th')) say(`no headings in ${name(table)}`);
        for (const cell of table.querySelectorAll('th'))
          if (!cell.scope) say(`no scope on ${name(cell)}`);
      }
      const seen = new Set();
      for (const element of document.querySelectorAll('[id]')) {
        if (seen.has(element.id)) say(`the name ${element.id} is there twice`);
        seen.add(element.id);
      }
      for (const link of document.querySelectorAll('a[href^="#"]'))
        if (!document.getElementById(decodeURIComponent(link.getAttribute('href').slice(1))))
          say(`nothing is at ${link.getAttribute('href')}`);
      for (const link of document.querySelectorAll('a[href]'))
        if (!(link.textContent.trim() || link.getAttribute('aria-label') ||
              link.querySelector('img[alt]:not([alt=""])')))
          say(`the link to ${link.getAttribute('href')} has no words`);
      if (document.querySelector('script')) say('it has a script');

      for (const element of document.querySelectorAll('body *')) {
        const style = getComputedStyle(element);
        const isHidden = !element.checkVisibility({ opacityProperty: true });
        if (isHidden || element.closest('.katex-mathml')) continue;
        const scrolls = ['auto', 'scroll'].includes(style.overflowX);
        const isWide = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
        if (scrolls && isWide && element.tabIndex < 0)
          say(`keys cannot scroll ${name(element)}`);
        if (isPrinted && isWide && style.overflowX !== 'visible')
          say(`paper cuts off ${name(element)}`);
        if (style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0)
          say(`${name(element)} moves`);
      }
      const over = isPrinted && [...document.querySelectorAll('pre, table, img, svg, .formula')]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > root.clientWidth + 1);
      for (const element of over || []) say(`the sheet is too narrow for ${name(element)}`);

      const parse = (text) => {
        const parts = (text.match(/[\\d.]+/g) || []).map(Number);
        return parts.length < 3 ? [0, 0, 0, 0] : [...parts.slice(0, 3), parts[3] ?? 1];
      };
      const blend = ([r, g, b, a], under) =>
        [r, g, b].map((value, i) => value * a + under[i] * (1 - a));
      const ground = (element) => {
        const above = element.parentElement ? ground(element.parentElement) : [255, 255, 255];
        return blend(parse(getComputedStyle(element).backgroundColor), above);
      };
      const light = (color) => {
        const [r, g, b] = color.map((value) => {
          const part = value / 255;
          return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const element = text.parentElement;
        if (!text.data.trim() || element.closest('.katex-mathml, title, desc, style')) continue;
        if (!element.checkVisibility({ opacityProperty: true })) continue;
        const style = getComputedStyle(element);
        const size = parseFloat(style.fontSize);
        const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        const under = ground(element);
        const own = parse(element.closest('svg') ? style.fill : style.color);
        // What a formula's \\phantom keeps room for is not to be seen.
        if (own[3] === 0 && element.closest('.katex')) continue;
        const color = blend(own, under);
        const [dark, bright] = [light(color), light(under)].sort((a, b) => a - b);
        const contrast = (bright + 0.05) / (dark + 0.05);
        if (contrast < (isLarge ? 3 : 4.5))
          say(`contrast ${contrast.toFixed(2)} in ${name(element)}`);
        if (size < 9 && !isPrinted && !element.closest('.katex'))
          say(`letters of ${size} px in ${name(element)}`);
      }
      return problems;
    }
    """
}
