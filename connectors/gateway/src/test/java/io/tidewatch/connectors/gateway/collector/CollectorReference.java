package io.tidewatch.connectors.gateway.collector;

import java.util.stream.Collectors;

/** Writes docs/reference/collector.md from the table that the collector works by. */
final class CollectorReference {
  private CollectorReference() {}

  static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # What the event collector makes of events

            Generated from `Mapping` and `Source`, by which the collector works; do not edit. How to use it:
            [how-to/collect-events.md](../how-to/collect-events.md).

            ## Paths

            `POST /v1/track`, `/v1/identify`, `/v1/page`, `/v1/screen`, `/v1/group`, `/v1/alias` with one event, `/v1/batch` and
            `/v1/import` with `{"batch": [...]}`; for browser libraries also their first letters, such as `/v1/t` and `/v1/b`. The body is
            JSON, gzipped if `Content-Encoding` says so, whatever `Content-Type` says.

            ## Events

            Names of tracked events in any case.

            | call | event | topic | kind |
            | --- | --- | --- | --- |
            """);
    for (Mapping row : Mapping.values()) {
      page.append(
          "| %s | %s | [%s](topics.md#%s) | %s |\n"
              .formatted(
                  row.call().type(),
                  row.eventName(),
                  row.topic().topicName(),
                  row.topic().topicName(),
                  row.kind()));
    }
    page.append(
        """

        Other events and `group` are answered as `ignored`: no topic takes them. So are outcomes without an offer's id, and calls of
        which no record can be made:

        - `identify` makes a profile with a server's key, a `userId` and consents (the newest profile counts as a whole, so one without
          would withdraw those that the customer granted), and a link with `anonymousId` and `userId`.
        - `alias` makes a link with `previousId` and `userId`. `previousId` is always that of a visitor; two known customers are not
          merged. The same id in both parts the visitor from the customer again, with a server's key.

        ## Fields

        The first path that has a value counts; for a line of an order it stands in the product.

        | field | topics | from |
        | --- | --- | --- |
        """);
    for (Source source : Source.values()) {
      page.append(
          "| %s | %s | %s |\n"
              .formatted(
                  source.field(),
                  source.topics(),
                  source.paths().stream()
                      .map(path -> "`" + path + "`")
                      .collect(Collectors.joining(", "))));
    }
    return page.append(
            """

            - `eventId`: made up where there is no message id; a second delivery then counts again.
            - `receivedAt` is when the event came in. `occurredAt` is never later; where the tracker's clock (`sentAt`) and ours differ by
              more than 10 s, it is corrected by the difference.
            - Money is a decimal number or a text of one. It must be a whole number of minor units of its currency (ISO 4217: two decimals
              for EUR, none for JPY, three for KWD), but for the noise of doubles below a millionth of a unit. An order without a total is worth
              what its lines add up to; a line is worth price times quantity, and 0 where it has no price.
            - `consents`: an object of the purposes `marketing`, `personalisation` and `retention`, each true, false, or the list of channels
              for which it is granted.

            ## Answers

            | status | means | what a tracker does |
            | --- | --- | --- |
            | 200 | Kafka has acknowledged every event; `accepted`, `ignored` and `refused` say how many, `errors` why | goes on |
            | 400 | no JSON, or every event was refused | gives up; sending again would not help |
            | 401 | no known write key | gives up |
            | 408 | the body took longer than 10 s | sends again |
            | 413 | the body or the batch is too large | sends less |
            | 415 | an encoding other than gzip | gives up |
            | 429 | the key's rate is used up; `Retry-After` | sends again then |
            | 503 | Kafka is away, or too much waits for it; `Retry-After` | sends again then, all of it |

            A refused event becomes a [dead letter](topics.md#dead-letters) with the topic `collector`, the reason, the field and the
            event's JSON. Problems are `application/problem+json` (RFC 9457).
            """)
        .toString();
  }
}
