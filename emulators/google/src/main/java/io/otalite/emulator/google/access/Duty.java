package io.otalite.emulator.google.access;

/** What an account is for; it decides what the account may do without being named by a resource. */
public enum Duty {
    /** Nothing by itself: it works in the buckets that name it as a member. */
    STORAGE,
    /** Reads all accounts and their keys, and writes the descriptions of accounts: it changes nobody's access. */
    KEY_READER,
    /** Makes, disables and deletes the keys of all accounts, and sees when each was used; an account itself it only describes. */
    KEY_ADMIN,
    /** Encrypts and decrypts with the keys of Cloud KMS. */
    KMS,
    /** The person at the machine, who holds the local admin token: everything. */
    OWNER
}
