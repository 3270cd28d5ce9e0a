package org.dovetail.bridge.rules;

import java.util.Optional;

/**
 * Why a layer cannot be converted as it stands.
 *
 * @param reason why, and the way out
 * @param kind what {@code --kind} takes to tell what is missing, as {@code MultiHeadAttention(8)}; empty when nothing helps
 */
public record Objection(String reason, Optional<String> kind) {}
