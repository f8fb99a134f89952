package io.otalite.rotation.rotations;

import java.time.Duration;

/**
 * How long a rotation waits, and for what.
 *
 * @param proofs how many attempts in a row have to succeed before a new credential counts as proven
 * @param proofPause between two attempts
 * @param provenWithin after its making; a new credential may be refused for so long while it spreads at its issuer
 * @param drain how long the old credential has to be silent before it is disabled
 * @param quarantine how long nothing may break before it is deleted
 * @param look between two looks at something that takes its time
 */
public record Pace(
        int proofs, Duration proofPause, Duration provenWithin, Duration drain, Duration quarantine, Duration look) {}
