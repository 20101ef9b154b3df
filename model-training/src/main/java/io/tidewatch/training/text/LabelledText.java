package io.tidewatch.training.text;

/** A text and what class it is of. */
public record LabelledText(String text, String label) {}
