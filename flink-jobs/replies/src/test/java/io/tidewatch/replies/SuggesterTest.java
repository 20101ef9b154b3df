package io.tidewatch.replies;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.replies.Suggester.Message;
import io.tidewatch.text.TextLanguage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggesterTest {
  private static final ArticleIndex INDEX = ArticleIndex.of(Articles.starter());
  private static final Suggester SUGGESTER = new Suggester(INDEX, article -> 0);
  private static final Map<String, String> NAME = Map.of("name", "Ada");
  private static final ReplyPolicy AUTOMATIC =
      new ReplyPolicy(0.5, true, 0.8, Set.of("refund"), Map.of());

  @AfterAll
  static void close() {
    INDEX.close();
  }

  @ParameterizedTest
  @CsvSource({
    "en, en-refund-when, 'I sent it back last week, where is my refund?'",
    "en, en-delivery-where, my parcel has still not been delivered",
    "en, en-account-password, 'I can''t log in, forgot the password'",
    "en, en-payment-twice, you charged me twice for one order",
    "en, en-voucher, the promo code is rejected at checkout",
    "en, en-damaged, the glass arrived broken",
    "zh, zh-refund-when, 我的退款怎么还没到账",
    "zh, zh-delivery-where, 快递三天没更新了什么时候能到",
    "zh, zh-damaged, 刚收到屏幕就是碎的",
    "zh, zh-invoice, 请问怎么开公司发票",
    "zh, zh-order-cancel, 我下错单了想取消订单",
    "zh, zh-missing-item, 包裹里少发了一件"
  })
  void findsTheRightArticle(String language, String article, String text) {
    List<Suggestion> suggestions = suggest(language, text, ReplyPolicy.DEFAULT);

    assertThat(suggestions).isNotEmpty().hasSizeLessThanOrEqualTo(Suggester.MOST);
    assertThat(suggestions.get(0).article().id()).isEqualTo(article);
    assertThat(suggestions.get(0).text()).contains("Ada").doesNotContain("{name}");
    assertThat(suggestions.get(0).missing()).isEmpty();
    assertThat(suggestions).noneMatch(Suggestion::automatic);
  }

  @ParameterizedTest
  @CsvSource({
    "en, what is the weather like in Paris tomorrow",
    "en, do you also sell bicycles for children",
    "en, thank you and goodbye",
    "en, 'hello, can you help me?'",
    "zh, 今天天气怎么样",
    "zh, 你们公司招人吗",
    "zh, 谢谢再见",
    "und, верните деньги",
  })
  void suggestsNothingRatherThanAGuess(String language, String text) {
    assertThat(suggest(language, text, ReplyPolicy.DEFAULT)).isEmpty();
  }

  @Test
  void sendsWithoutAnAgentOnlyWhatThePolicyAllows() {
    String refund = "where is my refund";

    assertThat(suggest("en", refund, AUTOMATIC).get(0).automatic()).isTrue();
    assertThat(suggest("en", refund, ReplyPolicy.DEFAULT).get(0).automatic()).isFalse();
    assertThat(suggest("en", "my card was charged double", AUTOMATIC).get(0).automatic()).isFalse();
    assertThat(
            suggest("en", refund, new ReplyPolicy(0.5, true, 1, Set.of("refund"), Map.of()))
                .get(0)
                .automatic())
        .isFalse();
  }

  @Test
  void leavesAngryAndLeavingCustomersAndOtherIntentsToAgents() {
    assertThat(automatic(Optional.of("refund"), 0, 0)).isTrue();
    assertThat(automatic(Optional.of("delivery"), 0, 0)).isFalse();
    assertThat(automatic(Optional.empty(), -0.8, 0)).isFalse();
    assertThat(automatic(Optional.empty(), 0, 0.9)).isFalse();
  }

  @Test
  void showsWhatIsMissingAndLeavesItToAnAgent() {
    Suggestion suggestion =
        SUGGESTER.suggest(message("where is my refund"), Map.of(), AUTOMATIC).get(0);

    assertThat(suggestion.missing()).containsExactly("name");
    assertThat(suggestion.text()).contains("{name}");
    assertThat(suggestion.automatic()).isFalse();
  }

  @Test
  void takesFieldsOfThePolicyWhereTheCustomerHasNone() {
    var policy = new ReplyPolicy(0.5, false, 1, Set.of(), Map.of("name", "customer"));

    assertThat(SUGGESTER.suggest(message("where is my refund"), Map.of(), policy).get(0).text())
        .startsWith("Hello customer,");
    assertThat(SUGGESTER.suggest(message("where is my refund"), NAME, policy).get(0).text())
        .startsWith("Hello Ada,");
  }

  private static boolean automatic(Optional<String> intent, double sentiment, double leaving) {
    var message =
        new Message("where is my refund", TextLanguage.ENGLISH, intent, sentiment, leaving);
    return SUGGESTER.suggest(message, NAME, AUTOMATIC).get(0).automatic();
  }

  private static Message message(String text) {
    return new Message(text, TextLanguage.ENGLISH, Optional.empty(), 0, 0);
  }

  private static List<Suggestion> suggest(String language, String text, ReplyPolicy policy) {
    TextLanguage known =
        language.equals("und") ? TextLanguage.UNKNOWN : Articles.language("test", language);
    return SUGGESTER.suggest(new Message(text, known, Optional.empty(), 0, 0), NAME, policy);
  }
}
