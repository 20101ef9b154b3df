package io.tidewatch.connectors.changes;

import io.tidewatch.schemas.ConsentPurpose;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which columns of a customer's row become which fields of the profile. Immutable.
 *
 * @param customerId column of the customer's id
 * @param name column of the name, and so on with e-mail address, telephone number, language tag,
 *     time zone; empty where there is none
 * @param segments column of the segments: a list, or a text with commas between them
 * @param consents for each purpose the column that says whether it is granted, and its channels
 * @param defaultLocale locale where there is no column, or nothing in it
 * @param defaultTimeZone time zone where there is no column, or nothing in it
 * @param deletion what a deleted row means
 */
public record ProfileMapping(
    String customerId,
    Optional<String> name,
    Optional<String> email,
    Optional<String> phone,
    Optional<String> locale,
    Optional<String> timeZone,
    Optional<String> segments,
    Map<ConsentPurpose, ConsentColumn> consents,
    String defaultLocale,
    String defaultTimeZone,
    Deletion deletion) {
  public ProfileMapping {
    consents = Map.copyOf(consents);
  }

  /**
   * A column that says whether a purpose is granted.
   *
   * @param column the column: true or false, 1 or 0, yes or no
   * @param channels channels for which it holds; empty means all
   */
  public record ConsentColumn(String column, List<String> channels) {
    public ConsentColumn {
      channels = List.copyOf(channels);
    }
  }
}
