import type { Org } from "./org.js";
import type { Random } from "./random.js";

/** Somebody else at work in the org: one user and one group come, one of each goes. */
export type Churn = () => void;

/** @param random decides who goes; not the org's own, whose course it would change */
export function createChurn(org: Org, random: Random): Churn {
  let count = 0;
  return () => {
    count++;
    const users = org.users.all.filter(({ id }) => !org.isAdmin(id));
    if (users.length > 0) {
      const model = random.pick(users);
      const login = `churn.${count}@example.com`;
      org.addUser({
        ...model,
        id: `00u${random.text(17)}`,
        seq: org.nextSeq(),
        profile: { ...model.profile, login, email: login },
      });
      org.removeUser(random.pick(users));
    }
    const groups = org.groups.all.filter(({ type }) => type === "OKTA_GROUP");
    if (groups.length > 0) {
      const model = random.pick(groups);
      const profile = { ...model.profile, name: `Churn ${count}` };
      org.groups.add({ ...model, id: `00g${random.text(17)}`, seq: org.nextSeq(), profile });
      org.removeGroup(random.pick(groups));
    }
  };
}
