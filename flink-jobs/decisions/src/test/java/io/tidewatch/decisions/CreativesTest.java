package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.Creative;
import io.tidewatch.schemas.Offer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreativesTest {
  private static final Offer OFFER =
      offer(
          "any||",
          "any-mail||email",
          "en|en|",
          "en-mail|en|email",
          "gb|en-GB|",
          "gb-sms|en-gb|sms",
          "de|de-DE|push");

  @ParameterizedTest
  @CsvSource({
    "en-GB, sms, gb-sms",
    "en-GB, email, gb",
    "en-US, email, en-mail",
    "en, push, en",
    "de-AT, push, de",
    "de-DE, email, any-mail",
    "eng, push, any",
    "und, sms, any"
  })
  void goesByLocaleThenLanguageThenChannel(String locale, String channel, String creativeId) {
    assertThat(Creatives.best(OFFER, locale, channel))
        .map(Creative::getCreativeId)
        .contains(creativeId);
    assertThat(Creatives.suit(OFFER, locale, channel)).isTrue();
  }

  @Test
  void namesNoneWhereNoneSuits() {
    Offer german = offer("a|de|email");
    assertThat(Creatives.best(german, "en", "email")).isEmpty();
    assertThat(Creatives.suit(german, "en", "email")).isFalse();
    assertThat(Creatives.best(german, "de", "sms")).isEmpty();
    assertThat(Creatives.suit(german, "de", "sms")).isFalse();
  }

  @Test
  void goesByTheLanguagesWhereTheOfferNamesNoCreatives() {
    Offer german = Offers.offer("a").setLocales(List.of("de")).build();
    assertThat(Creatives.suit(german, "de-AT", "email")).isTrue();
    assertThat(Creatives.suit(german, "en", "email")).isFalse();
    assertThat(Creatives.best(german, "de-AT", "email")).isEqualTo(Optional.empty());
  }

  private static Offer offer(String... creatives) {
    return Offers.offer("a")
        .setCreatives(
            Arrays.stream(creatives)
                .map(text -> text.split("\\|", -1))
                .map(parts -> new Creative(parts[0], parts[1], parts[2]))
                .toList())
        .build();
  }
}
