import Testing

@testable import VectorMath

@Suite struct ThreefryTests {
  // Random123, kat_vectors, lines "threefry4x64 20": counter, key, expected.
  @Test(arguments: [
    (
      Threefry.Block(word0: 0, word1: 0, word2: 0, word3: 0),
      Threefry.Block(word0: 0, word1: 0, word2: 0, word3: 0),
      Threefry.Block(
        word0: 0x0921_8ebd_e6c8_5537, word1: 0x5594_1f52_66d8_6105,
        word2: 0x4bd2_5e16_2824_34dc, word3: 0xee29_ec84_6bd2_e40b)
    ),
    (
      Threefry.Block(word0: .max, word1: .max, word2: .max, word3: .max),
      Threefry.Block(word0: .max, word1: .max, word2: .max, word3: .max),
      Threefry.Block(
        word0: 0x29c2_4097_942b_ba1b, word1: 0x0371_bbfb_0f6f_4e11,
        word2: 0x3c23_1ffa_33f8_3a1c, word3: 0xcd29_113f_de32_d168)
    ),
    (
      Threefry.Block(
        word0: 0x243f_6a88_85a3_08d3, word1: 0x1319_8a2e_0370_7344,
        word2: 0xa409_3822_299f_31d0, word3: 0x082e_fa98_ec4e_6c89),
      Threefry.Block(
        word0: 0x4528_21e6_38d0_1377, word1: 0xbe54_66cf_34e9_0c6c,
        word2: 0xbe54_66cf_34e9_0c6c, word3: 0xc0ac_29b7_c97c_50dd),
      Threefry.Block(
        word0: 0xa7e8_fde5_9165_1bd9, word1: 0xbaaf_d0c3_0138_319b,
        word2: 0x84a5_c1a7_29e6_85b9, word3: 0x901d_406c_cebc_1ba4)
    ),
  ])
  func `Random123's known answers`(
    counter: Threefry.Block, key: Threefry.Block, expected: Threefry.Block
  ) {
    #expect(Threefry.block(key: key, counter: counter) == expected)
  }
}
