package io.tidewatch.scoring;

import io.tidewatch.schemas.Creative;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.Offer;
import io.tidewatch.scoring.ControlRules.Broken;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The rules for the creatives of an offer, as checks. */
final class CreativeRules {
  private static final int MAX_CREATIVES = 64;

  private CreativeRules() {}

  /** Returns the first rule that the creatives of an offer break. */
  static Optional<Broken> check(Offer offer) {
    List<Creative> creatives = offer.getCreatives();
    if (creatives.isEmpty()) {
      return Optional.empty();
    }
    List<String> channels = new ArrayList<>(List.of(offer.getChannel()));
    channels.addAll(offer.getOtherChannels());
    return ControlRules.atMost("creatives", creatives.size(), MAX_CREATIVES)
        .or(
            () ->
                ControlRules.holds(
                    offer.getLocales().isEmpty(),
                    DeadLetterReason.BAD_TEXT,
                    "locales",
                    offer.getLocales().size() + " items",
                    "empty where there are creatives, which say their languages"))
        .or(
            () ->
                IntStream.range(0, creatives.size())
                    .mapToObj(i -> check("creatives[" + i + "]", creatives.get(i), channels))
                    .flatMap(Optional::stream)
                    .findFirst())
        .or(
            () ->
                ControlRules.distinct(
                    "creatives.creativeId",
                    creatives.stream().map(Creative::getCreativeId).toList()))
        .or(
            () ->
                ControlRules.distinct(
                    "creatives", creatives.stream().map(CreativeRules::place).toList()))
        .or(() -> everyChannelHasOne(creatives, channels));
  }

  private static Optional<Broken> check(String field, Creative creative, List<String> channels) {
    return ControlRules.id(field + ".creativeId", creative.getCreativeId())
        .or(
            () ->
                ControlRules.holds(
                    creative.getLocale().isEmpty() || isLanguageTag(creative.getLocale()),
                    DeadLetterReason.BAD_TEXT,
                    field + ".locale",
                    ControlRules.shortened(creative.getLocale()),
                    "a BCP 47 language tag such as de or de-AT, or empty"))
        .or(
            () ->
                ControlRules.holds(
                    creative.getChannel().isEmpty() || channels.contains(creative.getChannel()),
                    DeadLetterReason.BAD_TEXT,
                    field + ".channel",
                    ControlRules.shortened(creative.getChannel()),
                    "one of the offer's channels, or empty"));
  }

  private static boolean isLanguageTag(String tag) {
    try {
      new Locale.Builder().setLanguageTag(tag);
      return true;
    } catch (IllformedLocaleException e) {
      return false;
    }
  }

  /** What of two equal ones neither could win. */
  private static String place(Creative creative) {
    return creative.getLocale().toLowerCase(Locale.ROOT) + " by " + creative.getChannel();
  }

  private static Optional<Broken> everyChannelHasOne(
      List<Creative> creatives, List<String> channels) {
    return channels.stream()
        .filter(
            channel ->
                creatives.stream()
                    .noneMatch(one -> List.of("", channel).contains(one.getChannel())))
        .map(
            channel ->
                new Broken(
                    DeadLetterReason.BAD_TEXT,
                    "creatives",
                    "creatives must have one for channel "
                        + ControlRules.shortened(channel)
                        + ", or one for all channels"))
        .findFirst();
  }
}
