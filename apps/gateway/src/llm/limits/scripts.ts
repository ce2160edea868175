/**
 * What decides about limits, one script per decision, so that any number of gateways decide as one. All keys carry the
 * same tag and lie in one slot; some names are made within the scripts.
 *
 * Reservations of a workspace are three keys: `leases` (when each runs out), `reserved` (what each holds) and `held`
 * (the sum per scope). A gateway that was killed leaves its reservations to their leases: the next decision of the
 * workspace gives back what ran out.
 */
const drop = `
local function drop(base, id)
  redis.call('ZREM', base .. 'leases', id)
  local what = redis.call('HGET', base .. 'reserved', id)
  if not what then return false end
  redis.call('HDEL', base .. 'reserved', id)
  local nano, scopes = string.match(what, '^(%d+) (.*)$')
  if nano ~= '0' then
    for scope in string.gmatch(scopes, '%S+') do redis.call('HINCRBY', base .. 'held', scope, '-' .. nano) end
  end
  return true
end
local function hold(base, id, untilMs, nano, scopes)
  redis.call('ZADD', base .. 'leases', untilMs, id)
  redis.call('HSET', base .. 'reserved', id, nano .. ' ' .. scopes)
  if nano ~= '0' then
    for scope in string.gmatch(scopes, '%S+') do redis.call('HINCRBY', base .. 'held', scope, nano) end
  end
end
`;

/**
 * KEYS: per check its bucket or counter. ARGV: base of the workspace's keys, now (ms), id, end of the lease (ms),
 * nanodollars, tokens, scopes, then per check: `r`, `t` (per minute) or `s` (spend), the limit, the scope.
 * Answers 1 or 0 (granted), then per check: whether it allows, and for rates what is left, for spend what was spent and
 * what is held. Nothing is taken unless all allow.
 *
 * A bucket of a minute fills evenly; a call larger than the whole bucket passes a full one. Spend allows a call while
 * what is spent and held is below the limit: the call that reaches it is the last, so that parallel calls overshoot by
 * no more than the estimate of one.
 */
export const reserveScript = `${drop}
local base, now, id = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local nano, tokens = ARGV[5], tonumber(ARGV[6])
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', base .. 'leases', '-inf', now, 'LIMIT', 0, 100)) do drop(base, gone) end
local answer, granted, levels = {0}, true, {}
for i, key in ipairs(KEYS) do
  local at = 8 + (i - 1) * 3
  local kind, limit, scope = ARGV[at], tonumber(ARGV[at + 1]), ARGV[at + 2]
  local allows
  if kind == 's' then
    local spent = tonumber(redis.call('GET', key) or '0')
    local held = tonumber(redis.call('HGET', base .. 'held', scope) or '0')
    allows = spent + held < limit
    answer[#answer + 1] = allows and 1 or 0
    answer[#answer + 1] = string.format('%.0f', spent)
    answer[#answer + 1] = string.format('%.0f', held)
  else
    local known = redis.call('HMGET', key, 'level', 'at')
    local level = limit
    if known[1] then
      level = math.min(limit, tonumber(known[1]) + math.max(0, now - tonumber(known[2])) * limit / 60000)
    end
    local need = 1
    if kind == 't' then need = math.min(tokens, limit) end
    allows = level >= need and limit > 0
    levels[i] = level
    answer[#answer + 1] = allows and 1 or 0
    answer[#answer + 1] = string.format('%.3f', level)
    answer[#answer + 1] = '0'
  end
  granted = granted and allows
end
if not granted then return answer end
answer[1] = 1
for i, key in ipairs(KEYS) do
  local at = 8 + (i - 1) * 3
  local kind, limit = ARGV[at], tonumber(ARGV[at + 1])
  if kind ~= 's' then
    local level = levels[i] - (kind == 't' and tokens or 1)
    redis.call('HSET', key, 'level', string.format('%.6f', level), 'at', ARGV[2])
    redis.call('PEXPIRE', key, math.ceil((limit - level) / limit * 60000) + 1000)
    answer[3 + (i - 1) * 3] = string.format('%.3f', level)
  end
end
hold(base, id, ARGV[4], nano, ARGV[7])
return answer
`;

const correct = `
-- A bucket that is gone is full: what goes back changes nothing.
local function correct(key, limit, tokens)
  local known = redis.call('HGET', key, 'level')
  if not known and tokens >= 0 then return end
  local level = math.min(limit, tonumber(known or limit) + tokens)
  if known then redis.call('HSET', key, 'level', string.format('%.6f', level))
  else redis.call('HSET', key, 'level', string.format('%.6f', level), 'at', ARGV[1]) end
  if tokens < 0 then redis.call('PEXPIRE', key, math.ceil((limit - level) / limit * 60000) + 61000) end
end
`;

/**
 * Settles what a stretch of a spool segment says, once: the mark says up to which group the segment was settled, and moves
 * in the same step. KEYS: the mark, since when counters count. ARGV: now (ms), the mark that is expected, the new one, the
 * mark's life (ms), when the first of the calls ended (ms), JSON with `marks` (of files that are gone), `spend` (key, nanodollars, end of the counter's
 * life), `drop` (base, id) and `tokens` (key, limit, correction). Answers the mark that holds now.
 */
export const settleScript = `${drop}${correct}
local mark = redis.call('GET', KEYS[1]) or '0'
if mark ~= ARGV[2] then return mark end
-- First: a fault below must not make the same money count again.
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
local what = cjson.decode(ARGV[6])
for _, one in ipairs(what.marks) do redis.call('DEL', one) end
for _, one in ipairs(what.spend) do
  if tostring(redis.call('INCRBY', one[1], one[2])) == one[2] then redis.call('PEXPIREAT', one[1], one[3]) end
end
for _, one in ipairs(what.drop) do drop(one[1], one[2]) end
for _, one in ipairs(what.tokens) do correct(one[1], one[2], one[3]) end
local since = redis.call('HMGET', KEYS[2], 'sinceMs', 'rebuilt')
if not since[1] or (not since[2] and tonumber(since[1]) > tonumber(ARGV[5])) then redis.call('HSET', KEYS[2], 'sinceMs', ARGV[5]) end
return ARGV[3]
`;

/** Gives holds back, with their tokens. ARGV: now (ms), JSON with `drop` and `tokens` as above. Once: a hold is there or it is not. */
export const releaseScript = `${drop}${correct}
local what = cjson.decode(ARGV[2])
if drop(what.drop[1], what.drop[2]) then
  for _, one in ipairs(what.tokens) do correct(one[1], one[2], one[3]) end
end
return 1
`;

/** Prolongs leases; one that had run out is held again. ARGV: end of the lease (ms), JSON list of base, id, nanodollars, scopes. */
export const renewScript = `${drop}
for _, one in ipairs(cjson.decode(ARGV[2])) do
  if redis.call('ZSCORE', one[1] .. 'leases', one[2]) then redis.call('ZADD', one[1] .. 'leases', ARGV[1], one[2])
  else hold(one[1], one[2], ARGV[1], one[3], one[4]) end
end
return 1
`;
