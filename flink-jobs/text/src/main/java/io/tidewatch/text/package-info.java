/** What a short text in Chinese or English says: language, sentences, words, key phrases. */
package io.tidewatch.text;
