package io.tidewatch.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Texts put together at random from parts of tickets; the same ones in every run. */
enum SampleTexts {
  ENGLISH,
  CHINESE,
  MIXED,
  PERSONAL,
  UNICODE,
  LONG;

  private static final int COUNT = 400;
  private static final int COUNT_OF_LONG = 12;

  private static final String[] ENGLISH_PARTS = {
    "Where can I find the invoice of my last order?",
    "where is my parcel",
    "I don't like it",
    "It's BROKEN!!",
    "The app crashes every time I open the basket.",
    "you're not helping me :-(",
    "please refund one of the payments",
    "(order no. 17-A)",
    "e.g. the blue one",
    "Mr. Smith's",
    "We've been waiting for 3 weeks...",
    "CANCEL MY ACCOUNT NOW",
    "can't log in",
    "it doesn't work",
    "the kettle/mug",
    "state-of-the-art",
    "re-send it asap",
    "http://shop.example/a?b=c&d=1",
    "&amp; more",
    "\"quoted\"",
    "'single'",
    "50% off",
    "$12.99",
    "at 10:30am",
    "on 2024-03-05",
    "naïve café owners",
    "rock'n'roll",
    "dunno, gonna leave",
    "U.S.A.",
    "[PHONE]",
    "[x]",
    "[",
    "thanks",
    "great service",
    "very good",
    "not bad",
    "worst ever",
    "I am switching to a rival",
    "😡",
    "👍🏽",
    "12",
    "a",
    "I",
    "O'Neil’s",
    "it’s",
    "N/A",
    "wtf?!",
    "urgent",
    "today",
    "4711b"
  };
  private static final String[] CHINESE_PARTS = {
    "我的快递还没到",
    "，",
    "。",
    "！！",
    "？",
    "物流信息三天没有更新了",
    "请帮我催一下",
    "同一个订单扣了我两次钱",
    "這個軟體一打開購物車就閃退",
    "已经发货的订单还能改收货地址吗",
    "热水壶用了三天就坏了",
    "我要换一个新的",
    "客服态度太差",
    "不错",
    "很满意",
    "非常生气",
    "马上",
    "投诉",
    "退款",
    "注销账号",
    "再也不买了",
    "1个",
    "第3次",
    "１２３",
    "😡",
    "《说明书》",
    "；",
    "…",
    " ",
    "\n",
    "花园",
    "小区",
    "路边",
    "大街",
    "楼下",
    "鬱",
    "乾淨",
    "後來",
    "[ADDRESS]",
    "嗯",
    "哈哈哈"
  };
  private static final String[] PERSONAL_PARTS = {
    "4111 1111 1111 1111",
    "5500-0000-0000-0004",
    "4111x1111x1111x1111",
    "13812345678",
    "+86 138 1234 5678",
    "010-62345678",
    "(415) 555-2671",
    "415-555-2671",
    "+44 20 7946 0958",
    "0049 (30) 1234567",
    "07700 900123",
    "tel 12-34-56",
    "call me at 555 1234",
    "phone: 1234567",
    "a.b+c@example.co.uk",
    "x @ y.de",
    "@",
    "me@",
    "用户@例子.中国",
    "GB82 WEST 1234 5698 7654 32",
    "DE89370400440532013000",
    "DE89370400440532013001",
    "110101199003078515",
    "11010119900307123X",
    "078-05-1120",
    "ssn 078051120",
    "AB 12 34 56 C",
    "passport C1234567",
    "护照E12345678",
    "身份证110101900307123",
    "12 Main Street, Apt 4",
    "5 days on the road",
    "P.O. Box 17",
    "221B, Baker Street",
    "北京市海淀区中关村大街27号院3号楼1201室",
    "花园路十二号",
    "小区3栋",
    "南京路",
    "电话",
    "微信",
    "my card is",
    "我的卡号是",
    "order 1234567890123",
    "12",
    "0",
    "7",
    "-",
    "(",
    ")",
    ".",
    "+",
    "00",
    "1",
    "3",
    "[CARD]",
    "text me",
    "号码是"
  };
  // From, to. What these are is the same in every version of Unicode that a JDK knows.
  private static final int[][] CHARACTERS = {
    {0x00, 0x1F}, // controls
    {0x7F, 0x24F}, // Latin with marks, half of the signs of Latin-1
    {0x300, 0x315}, // combining marks
    {0x410, 0x44F}, // Cyrillic
    {0x660, 0x669}, // Arabic digits
    {0x2000, 0x2027}, // spaces, joiners, dashes, quotes
    {0x2460, 0x2473}, // numbers in circles
    {0x3000, 0x3011}, // Chinese marks
    {0x3041, 0x3093}, // kana
    {0x4E00, 0x9FA5}, // Han
    {0xAC00, 0xD7A3}, // Hangul
    {0xD800, 0xDFFF}, // halves of pairs
    {0xE000, 0xE010}, // private use
    {0xFE00, 0xFE0F}, // variation selectors
    {0xFF01, 0xFF5E}, // full width
    {0xFFFC, 0xFFFF}, // what is no character
    {0x1D7CE, 0x1D7FF}, // mathematical digits
    {0x1F3FB, 0x1F3FF}, // skin tones
    {0x1F600, 0x1F640}, // emoji
    {0x20000, 0x20010} // rare Han
  };
  private static final String[] SPACES = {" ", " ", " ", "  ", "\n", ", ", "", ". "};

  /** Returns the texts of this kind. */
  List<String> texts() {
    Random random = new Random(ordinal());
    int count = this == LONG ? COUNT_OF_LONG : COUNT;
    List<String> texts = new ArrayList<>(count + 1);
    texts.add("");
    IntStream.range(0, count).forEach(i -> texts.add(text(random)));
    return texts;
  }

  private String text(Random random) {
    return switch (this) {
      case ENGLISH -> joined(random, 1 + random.nextInt(8), ENGLISH_PARTS);
      case CHINESE -> joined(random, 1 + random.nextInt(8), CHINESE_PARTS);
      case MIXED -> joined(random, 2 + random.nextInt(8), ENGLISH_PARTS, CHINESE_PARTS);
      case PERSONAL ->
          joined(random, 1 + random.nextInt(9), PERSONAL_PARTS, ENGLISH_PARTS, PERSONAL_PARTS);
      case UNICODE -> characters(random, random.nextInt(60));
      case LONG ->
          joined(random, 800, random.nextBoolean() ? ENGLISH_PARTS : CHINESE_PARTS, PERSONAL_PARTS);
    };
  }

  private static String joined(Random random, int parts, String[]... from) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts; i++) {
      String[] some = from[random.nextInt(from.length)];
      text.append(some[random.nextInt(some.length)]).append(SPACES[random.nextInt(SPACES.length)]);
    }
    return text.toString();
  }

  private static String characters(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(5)) {
        case 0 -> {
          int[] range = CHARACTERS[random.nextInt(CHARACTERS.length)];
          text.appendCodePoint(range[0] + random.nextInt(range[1] - range[0] + 1));
        }
        case 1 -> text.append(ENGLISH_PARTS[random.nextInt(ENGLISH_PARTS.length)]);
        default -> text.append((char) (' ' + random.nextInt(95)));
      }
    }
    return text.toString();
  }
}
