extension PageStyle {
  /// The colours, named once for light and once for dark pages.
  ///
  /// Every text colour reaches a contrast of 4.5 : 1 on the grounds it is used on.
  static let colours = """
    :root {
      color-scheme: light dark;
      --page: #fdfdfc; --text: #1f2328; --muted: #57606a; --line: #d8dce1; --ground: #f4f5f6;
      --link: #0a58b0; --inside: #0a62c0; --outside: #b34700; --margin: #d3e8d6;
      --edge: #6f9477; --shade: #c4c9cf; --good: #1a6b30; --good-ground: #eef7ef; --bad: #b01e24; --bad-ground: #fdf0ef;
      --open: #7c4f00; --open-ground: #fdf6e7;
      --note: #0a58b0; --note-ground: #eff5fc; --important: #6b3fa8; --important-ground: #f5f0fb;
      --keyword: #8b1f86; --string: #a3361b; --literal: #1c52b8; --comment: #57636f;
      --type: #1b6271; --attribute: #7a5200;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #15181c; --text: #e3e6ea; --muted: #a2abb5; --line: #363c44; --ground: #1d2126;
        --link: #79b4ff; --inside: #6cb0ff; --outside: #ff9f5a; --margin: #24402a;
        --edge: #62906c; --shade: #454c56;
        --good: #6fcf87; --good-ground: #17241b; --bad: #ff908a; --bad-ground: #2b1a1b;
        --open: #eec06a; --open-ground: #29231a;
        --note: #79b4ff; --note-ground: #17212e; --important: #c3a2f5; --important-ground: #221c2e;
        --keyword: #f28fd3; --string: #f2a58c; --literal: #9cc3ff; --comment: #98a4b0;
        --type: #7fd1c7; --attribute: #e3bd6e;
      }
    }

    """
}
