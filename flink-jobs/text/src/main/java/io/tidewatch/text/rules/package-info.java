/**
 * What a ticket says, read by rules: sentiment, urgency, words of leaving, intent and route. They
 * ship; networks that an operator trains take their place.
 */
package io.tidewatch.text.rules;
