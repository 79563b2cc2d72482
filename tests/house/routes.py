"""Every address of the academy: what it needs, and how it answers each of the cast.

in: the page, the change, or a sentence about what is missing · 401: sign in first · 403: not in your role ·
404: not yours, which looks like nothing there. The site is Raleigh, all codes are Maria's;
the draft and the recording are Ines's.
"""

PEOPLE = ("visitor", "maria", "tyler", "ruth", "nora", "sam", "ines", "ravi", "ada")

PUBLIC_ANSWERS = ("in",) * len(PEOPLE)
"""How a public address answers; written as `public` alone in the table."""

TABLE = """\
method address                                        needs         visitor maria tyler ruth nora sam  ines ravi ada

GET    /help                                          public
GET    /accessibility                                 public
GET    /privacy                                       public
GET    /terms                                         public
GET    /offline                                       public
GET    /offline-worker.js                             public
GET    /robots.txt                                    public
GET    /health                                        public
GET    /health/live                                   public
GET    /log/checkpoint                                public        404     404   404   404  404  404  404  404  404
GET    /log/stamps/{size}/{file}                      public        404     404   404   404  404  404  404  404  404
GET    /log/tile/{place}                              public        404     404   404   404  404  404  404  404  404
GET    /health/ready                                  public
GET    /keys                                          public
GET    /keys/root.pem                                 public        404     404   404   404  404  404  404  404  404
GET    /keys/root.crl                                 public        404     404   404   404  404  404  404  404  404
GET    /keys/issuing.crl                              public        404     404   404   404  404  404  404  404  404
GET    /metrics                                       administer    401     403   403   403  403  403  403  403  in
any    /static                                        public
GET    /sign-in                                       public
POST   /sign-in                                       public
GET    /join/{token}                                  public        404     404   404   404  404  404  404  404  404
POST   /join/{token}                                  public        404     404   404   404  404  404  404  404  404

GET    /                                              public
GET    /courses                                       public
GET    /courses/{slug}                                public

GET    /paths                                         public
GET    /paths/{slug}                                  public
GET    /search                                        signed_in     401     in    in    in   in   in   in   in   in

GET    /.well-known/did.json                          public
GET    /did.json                                      public
GET    /status/{number}                               public        404     404   404   404  404  404  404  404  404
GET    /courses/{slug}/versions/{number}/manifest.json public       404     404   404   404  404  404  404  404  404
GET    /verify                                        public
GET    /verify/{number}                               public
GET    /v                                             public
GET    /v/{number}                                    public
GET    /V                                             public
GET    /V/{number}                                    public
POST   /verify/{number}/name-check                    public

GET    /verify/batch                                  public
POST   /verify/batch                                  public
POST   /verify/batch.csv                              public
POST   /api/certificates/checks                       public        401     401   401   401  401  401  401  401  401

GET    /account/tokens                                signed_in     401     in    in    in   in   in   in   in   in
POST   /account/tokens                                signed_in     401     in    in    in   in   in   in   in   in
POST   /account/tokens/{code}/revocation              signed_in     401     in    404   404  404  404  404  404  404

GET    /my-training                                   learn         401     in    in    in   in   403  403  403  403
GET    /my-training/external                          learn         401     in    in    in   in   403  403  403  403
POST   /my-training/external                          learn         401     in    in    in   in   403  403  403  403
GET    /my-training/external/{code}                   learn         401     404   404   404  404  403  403  403  403
POST   /my-training/external/{code}                   learn         401     404   404   404  404  403  403  403  403
POST   /my-training/external/{code}/withdrawal        learn         401     404   404   404  404  403  403  403  403
GET    /my-training/external/{code}/evidence          learn         401     404   404   404  404  403  403  403  403
POST   /courses/{slug}/enrollments                    learn         401     in    in    in   in   403  403  403  403
GET    /enrollments/{code}                            learn         401     in    404   404  404  403  403  403  403
GET    /enrollments/{code}/progress                   learn         401     in    404   404  404  403  403  403  403
GET    /enrollments/{code}/lessons/{key}              learn         401     in    404   404  404  403  403  403  403
GET    /enrollments/{code}/lessons/{key}/quiz         learn         401     in    404   404  404  403  403  403  403
GET    /enrollments/{code}/completion                 learn         401     in    404   404  404  403  403  403  403
GET    /enrollments/{code}/statement                  learn         401     in    404   404  404  403  403  403  403
POST   /enrollments/{code}/lessons/{key}/watching     learn         401     in    404   404  404  403  403  403  403
POST   /enrollments/{code}/lessons/{key}/activity     learn         401     in    404   404  404  403  403  403  403
POST   /enrollments/{code}/lessons/{key}/reading      learn         401     in    404   404  404  403  403  403  403
GET    /enrollments/{code}/notes                      learn         401     in    404   404  404  403  403  403  403
POST   /enrollments/{code}/lessons/{key}/note         learn         401     in    404   404  404  403  403  403  403
POST   /enrollments/{code}/lessons/{key}/scenario     learn         401     in    404   404  404  403  403  403  403
POST   /enrollments/{code}/lessons/{key}/stops/{stop}/answer learn  401     in    404   404  404  403  403  403  403
POST   /enrollments/{code}/lessons/{key}/attempts     learn         401     in    404   404  404  403  403  403  403
GET    /attempts/{code}                               learn         401     in    404   404  404  403  403  403  403
GET    /attempts/{code}/items/{position}              learn         401     in    404   404  404  403  403  403  403
GET    /attempts/{code}/review                        learn         401     in    404   404  404  403  403  403  403
GET    /attempts/{code}/paper                         learn         401     403   404   404  404  403  403  403  403
GET    /admin/attempts/{code}/paper                   administer    401     403   403   403  403  403  403  403  404
GET    /attempts/{code}/result                        learn         401     in    404   404  404  403  403  403  403
POST   /attempts/{code}/items/{position}/response     learn         401     in    404   404  404  403  403  403  403
POST   /attempts/{code}/items/{position}/activity     learn         401     in    404   404  404  403  403  403  403
POST   /attempts/{code}/items/{position}/flag         learn         401     in    404   404  404  403  403  403  403
POST   /handoffs                                      learn         401     in    in    in   in   403  403  403  403
GET    /go-on/{token}                                 learn         401     404   404   404  404  403  403  403  403
POST   /go-on/{token}                                 learn         401     404   404   404  404  403  403  403  403
POST   /attempts/{code}/outages                       learn         401     in    404   404  404  403  403  403  403
POST   /attempts/{code}/submission                    learn         401     in    404   404  404  403  403  403  403
POST   /attempts/{code}/voiding                       administer    401     403   403   403  403  403  403  403  in
POST   /enrollments/{code}/statement                  learn         401     in    404   404  404  403  403  403  403
GET    /enrollments/{code}/evaluation                 learn         401     in    404   404  404  403  403  403  403
POST   /enrollments/{code}/evaluation                 learn         401     in    404   404  404  403  403  403  403
POST   /enrollments/{code}/withdrawal                 learn         401     in    404   404  404  403  403  403  403
GET    /enrollments/{code}/lessons/{key}/card         learn         401     in    404   404  404  403  403  403  403
GET    /enrollments/{code}/lessons/{key}/card.pdf     learn         401     in    404   404  404  403  403  403  403
GET    /courses/{slug}/versions/{number}/lesson-plan.pdf see_plans  401     403   403   in   in   403  in   in   403
GET    /courses/{slug}/versions/{number}/roll-call/{key} signed_in  401     in    in    in   in   in   in   in   in
GET    /courses/{slug}/versions/{number}/roll-call/{key}/attendance.pdf signed_in 401 in in in in in  in   in   in
GET    /job-aids/{slug}/{number}/{key}                learn         401     in    in    in   in   403  403  403  403

GET    /certificates                                  signed_in     401     in    in    in   in   in   in   in   in
GET    /certificates/{file}                           signed_in     401     in    404   in   404  in   404  404  in
GET    /completions/{code}/certificate                signed_in     401     in    404   in   404  in   404  404  in
GET    /completions/{code}/certificate-card           signed_in     401     in    404   404  404  404  404  404  404
POST   /completions/{code}/certificate-name           signed_in     401     in    404   404  404  404  404  404  404
GET    /transcript.pdf                                signed_in     401     in    in    in   in   in   in   in   in
GET    /account/bio                                   author        401     403   403   403  403  403  in   403  403
POST   /account/bio                                   author        401     403   403   403  403  403  in   403  403
GET    /admin/audit                                   see_audit           401   403   403   403  403  403  403  403  in
GET    /admin/messages                                administer          401   403   403   403  403  403  403  403  in
POST   /admin/messages/{message}/retry                administer          401   403   403   403  403  403  403  403  404
GET    /admin/record-log                              administer          401   403   403   403  403  403  403  403  in
POST   /admin/record-log/audit                        administer          401   403   403   403  403  403  403  403  in
GET    /admin/certificates                            revoke_certificates 401   403   403   403  403  403  403  403  in
GET    /admin/certificates/{number}                   revoke_certificates 401   403   403   403  403  403  403  403  in
POST   /certificates/{number}/release                 revoke_certificates 401   403   403   403  403  403  403  403  in
GET    /admin/certificates/expiring                   revoke_certificates 401   403   403   403  403  403  403  403  in
GET    /admin/certificates/expiring.csv               revoke_certificates 401   403   403   403  403  403  403  403  in
GET    /admin/seals                                   revoke_certificates 401   403   403   403  403  403  403  403  in
POST   /admin/seals                                   revoke_certificates 401   403   403   403  403  403  403  403  in
POST   /admin/seals/{code}/lifting                    revoke_certificates 401   403   403   403  403  403  403  403  in
GET    /admin/branding                                administer    401     403   403   403  403  403  403  403  in
POST   /admin/branding/brands                         administer    401     403   403   403  403  403  403  403  in
POST   /admin/branding/lines                          administer    401     403   403   403  403  403  403  403  in
POST   /admin/branding/lines/{line}/end               administer    404     404   404   404  404  404  404  404  404
GET    /admin/branding/{slug}/mark                    administer    401     403   403   403  403  403  403  403  404
GET    /admin/branding/{slug}/sample.pdf              administer    401     403   403   403  403  403  403  403  404
GET    /admin/check-keys                              administer    401     403   403   403  403  403  403  403  in
POST   /admin/check-keys                              administer    401     403   403   403  403  403  403  403  in
POST   /admin/check-keys/{code}/revocation            administer    401     403   403   403  403  403  403  403  404
POST   /certificates/{number}/replacement             revoke_certificates 401   403   403   403  403  403  403  403  in
POST   /certificates/{number}/revocation              revoke_certificates 401   403   403   403  403  403  403  403  in

GET    /sites/{slug}/completion                       see_progress  401     403   403   in   404  in   403  403  403
GET    /sites/{slug}/expiring                         see_progress  401     403   403   in   404  in   403  403  403
GET    /sites/{slug}/expiring.csv                     export        401     403   403   in   404  403  403  403  403
GET    /sites/{slug}/completion.csv                   export        401     403   403   in   404  403  403  403  403
GET    /sites/{slug}/completion.pdf                   see_progress  401     403   403   in   404  in   403  403  403
POST   /sites/{slug}/completion/count                 assign        401     403   403   in   404  403  403  403  403
GET    /account/training                              signed_in     401     in    in    in   in   in   in   in   in
GET    /admin/accommodations                          administer    401     403   403   403  403  403  403  403  in
GET    /people/{code}/accommodation                   accommodate   401     403   403   in   404  403  403  403  in
POST   /people/{code}/accommodation                   accommodate   401     403   403   in   404  403  403  403  in
GET    /sites/{slug}/people/{code}                    see_progress  401     403   403   in   404  in   403  403  403
GET    /sites/{slug}/people/{code}/transcript.pdf     export        401     403   403   in   404  403  403  403  403
GET    /sites/{slug}/people                           manage_people 401     403   403   in   404  403  403  403  in
GET    /sites/{slug}/people/{code}/membership         manage_people 401     403   403   in   404  403  403  403  in
POST   /sites/{slug}/people/{code}/units              manage_people 401     403   403   in   404  403  403  403  in
POST   /sites/{slug}/people/{code}/leaving            manage_people 401     403   403   in   404  403  403  403  in
GET    /sites/{slug}/structure                        manage_people 401     403   403   in   404  403  403  403  in
POST   /sites/{slug}/agencies                         manage_people 401     403   403   in   404  403  403  403  in
POST   /sites/{slug}/units                            manage_people 401     403   403   in   404  403  403  403  in
GET    /sites/{slug}/units/{code}                     manage_people 401     403   403   404  404  403  403  403  404
POST   /sites/{slug}/units/{code}                     manage_people 401     403   403   404  404  403  403  403  404
POST   /sites/{slug}/units/{code}/closing             manage_people 401     403   403   404  404  403  403  403  404
POST   /sites/{slug}/units/{code}/members             manage_people 401     403   403   404  404  403  403  403  404
POST   /sites/{slug}/units/{code}/supervisors         manage_people 401     403   403   404  404  403  403  403  404
POST   /sites/{slug}/units/{code}/supervisors/{person_code}/end manage_people 401 403 403 404 404 403 403 403 404
POST   /sites/{slug}/invitations                      manage_people 401     403   403   in   404  403  403  403  in
GET    /sites/{slug}/roster                           manage_people 401     403   403   in   404  403  403  403  in
POST   /sites/{slug}/roster                           manage_people 401     403   403   in   404  403  403  403  in
GET    /sites/{slug}/roster/example.xlsx              manage_people 401     403   403   in   404  403  403  403  in
GET    /sites/{slug}/roster/{code}                    manage_people 401     403   403   404  404  403  403  403  404
GET    /sites/{slug}/roster/{code}/state              manage_people 401     403   403   404  404  403  403  403  404
GET    /sites/{slug}/roster/{code}/rows.xlsx          manage_people 401     403   403   404  404  403  403  403  404
POST   /sites/{slug}/roster/{code}/columns            manage_people 401     403   403   404  404  403  403  403  404
POST   /sites/{slug}/roster/{code}/application        manage_people 401     403   403   404  404  403  403  403  404
POST   /sites/{slug}/roster/{code}/undo               manage_people 401     403   403   404  404  403  403  403  404
GET    /sites/{slug}/assignments                      assign        401     403   403   in   404  403  403  403  403
POST   /sites/{slug}/assignments                      assign        401     403   403   in   404  403  403  403  403
POST   /sites/{slug}/enrollments/{code}/withdrawal    assign        401     403   403   in   404  403  403  403  403
GET    /sites/{slug}/credit                           export        401     403   403   in   404  403  403  403  403
POST   /sites/{slug}/credit/exports                   export        401     403   403   in   404  403  403  403  403
GET    /sites/{slug}/credit/exports/{code}            export        401     403   403   404  404  403  403  403  403
POST   /sites/{slug}/credit/rows                      export        401     403   403   in   404  403  403  403  403
GET    /sites/{slug}/credit/packets                   export        401     403   403   in   404  403  403  403  403
GET    /sites/{slug}/credit/packets/{file}            export        401     403   403   404  404  403  403  403  403
GET    /sites/{slug}/external                         export        401     403   403   in   404  403  403  403  403
GET    /sites/{slug}/external.csv                     export        401     403   403   in   404  403  403  403  403
GET    /sites/{slug}/external/{code}/evidence         export        401     403   403   404  404  403  403  403  403
POST   /sites/{slug}/external/{code}/decision         assign        401     403   403   in   404  403  403  403  403
GET    /sites/{slug}/findings                         assign        401     403   403   in   404  403  403  403  403
GET    /sites/{slug}/findings.csv                     export        401     403   403   in   404  403  403  403  403
POST   /sites/{slug}/findings/look                    assign        401     403   403   in   404  403  403  403  403
POST   /sites/{slug}/findings/{finding}/dismissal     assign        401     403   403   in   404  403  403  403  403
GET    /admin/findings                                administer    401     403   403   403  403  403  403  403  in
GET    /admin/findings.csv                            administer    401     403   403   403  403  403  403  403  in
POST   /admin/findings/look                           administer    401     403   403   403  403  403  403  403  in
POST   /admin/findings/{finding}/dismissal            administer    401     403   403   403  403  403  403  403  in
POST   /sites/{slug}/people/{code}/leave              assign        401     403   403   in   404  403  403  403  403
POST   /sites/{slug}/leave/{code}/end                 assign        401     403   403   404  404  403  403  403  403
POST   /sites/{slug}/leave/{code}/undoing             assign        401     403   403   404  404  403  403  403  403
POST   /sites/{slug}/people/{code}/exemption          assign        401     403   403   in   404  403  403  403  403
POST   /sites/{slug}/exemptions/{code}/end            assign        401     403   403   404  404  403  403  403  403
POST   /sites/{slug}/enrollments/{code}/lesson        assign        401     403   403   in   404  403  403  403  403
POST   /sites/{slug}/enrollments/{code}/due-date      assign        401     403   403   in   404  403  403  403  403
GET    /sites/{slug}/evidence                         see_evidence  401    403   403   in   404  403  403  403  in
POST   /sites/{slug}/evidence                         see_evidence  401    403   403   in   404  403  403  403  in
GET    /sites/{slug}/enrollments/{code}/evidence      see_evidence  401    403   403   in   404  403  403  403  in
POST   /sites/{slug}/enrollments/{code}/evidence      see_evidence  401    403   403   in   404  403  403  403  in
GET    /admin/evidence                                administer    401    403   403   403  403  403  403  403  in
GET    /evidence-files/{code}                         see_evidence  401    403   403   404  404  403  403  403  404
GET    /evidence-files/{code}/state                   see_evidence  401    403   403   404  404  403  403  403  404
GET    /evidence-files/{code}/download                see_evidence  401    403   403   404  404  403  403  403  404
POST   /evidence-files/{code}/repeat                  see_evidence  401    403   403   404  404  403  403  403  404

any    /uploads                                       upload_media  401     403   403   403  403  403  in   403  403
GET    /media                                         upload_media  401     403   403   403  403  403  in   403  403
POST   /media                                         upload_media  401     403   403   403  403  403  in   403  403
GET    /media/events                                  upload_media  401     403   403   403  403  403  in   403  403
GET    /media/{code}                                  upload_media  401     403   403   403  403  403  in   403  403
GET    /media/{code}/state                            upload_media  401     403   403   403  403  403  in   403  403
GET    /media/{code}/events                           upload_media  401     403   403   403  403  403  in   403  403
POST   /media/{code}/chapters                         upload_media  401     403   403   403  403  403  in   403  403
GET    /media/{code}/captions                         upload_media  401     403   403   403  403  403  in   403  403
POST   /media/{code}/retry                            upload_media  401     403   403   403  403  403  in   403  403
POST   /media/{code}/film                             upload_media  401     403   403   403  403  403  in   403  403
POST   /media/{code}/stop                             upload_media  401     403   403   403  403  403  in   403  403
POST   /media/{code}/captions                         upload_media  401     403   403   403  403  403  in   403  403
POST   /media/{code}/captions/review                  upload_media  401     403   403   403  403  403  in   403  403
POST   /media/{code}/captions/lines                   upload_media  401     403   403   403  403  403  in   403  403
POST   /media/{code}/captions/draft                   upload_media  401     403   403   403  403  403  in   403  403
POST   /media/{code}/captions/draft/stop              upload_media  401     403   403   403  403  403  in   403  403
POST   /media/uploads/{code}/removal                  upload_media  401     403   403   403  403  403  404  403  403

GET    /authoring                                     author        401     403   403   403  403  403  in   403  403
POST   /authoring/preview                             author        401     403   403   403  403  403  in   403  403
GET    /authoring/{slug}                              author        401     403   403   403  403  403  in   403  403
GET    /authoring/{slug}/{number}                     author        401     403   403   403  403  403  in   403  403
GET    /authoring/{slug}/{number}/report              author        401     403   403   403  403  403  in   403  403
GET    /authoring/{slug}/{number}/items               author        401     403   403   403  403  403  in   403  403
GET    /authoring/{slug}/{number}/items.csv           author        401     403   403   403  403  403  in   403  403
GET    /authoring/{slug}/{number}/keys                publish      401     403   403   403  403  403  403  404  403
GET    /authoring/{slug}/{number}/keys/{key}          publish      401     403   403   403  403  403  403  404  403
POST   /authoring/{slug}/{number}/keys/{key}          publish      401     403   403   403  403  403  403  404  403
GET    /authoring/{slug}/{number}/lessons/{key}       author        401     403   403   403  403  403  in   403  403
GET    /authoring/{slug}/{number}/questions           author        401     403   403   403  403  403  in   403  403
GET    /authoring/{slug}/{number}/questions/{key}     author        401     403   403   403  403  403  in   403  403
GET    /authoring/{slug}/evaluations                  author        401     403   403   403  403  403  in   403  403
POST   /authoring/{slug}/drafts                       author        401     403   403   403  403  403  in   403  403
POST   /authoring/{slug}/{number}/details             author        401     403   403   403  403  403  in   403  403
POST   /authoring/{slug}/{number}/modules             author        401     403   403   403  403  403  in   403  403
POST   /authoring/{slug}/{number}/lessons             author        401     403   403   403  403  403  in   403  403
POST   /authoring/{slug}/{number}/lessons/{key}       author        401     403   403   403  403  403  in   403  403
POST   /authoring/{slug}/{number}/lessons/{key}/place author        401     403   403   403  403  403  in   403  403
POST   /authoring/{slug}/{number}/lessons/{key}/removal author        401     403   403   403  403  403  in   403  403
GET    /authoring/{slug}/{number}/lessons/{key}/stops/{stop} author 401     403   403   403  403  403  in   403  403
POST   /authoring/{slug}/{number}/lessons/{key}/stops/{stop} author 401     403   403   403  403  403  in   403  403
POST   /authoring/{slug}/{number}/lessons/{key}/stops/{stop}/removal author 401 403 403 403  403  403  in   403  403
POST   /authoring/{slug}/{number}/lessons/{key}/quiz  author        401     403   403   403  403  403  in   403  403
GET    /authoring/{slug}/{number}/lessons/{key}/slides author       401     403   403   403  403  403  in   403  403
POST   /authoring/{slug}/{number}/lessons/{key}/slides author       401     403   403   403  403  403  in   403  403
POST   /authoring/{slug}/{number}/lectures            author        401     403   403   403  403  403  in   403  403
GET    /authoring/{slug}/{number}/situations/{key}    author        401     403   403   403  403  403  404  403  403
POST   /authoring/{slug}/{number}/situations/{key}    author        401     403   403   403  403  403  in   403  403
POST   /authoring/{slug}/{number}/situations/{key}/removal author       401     403   403   403  403  403  in   403  403
POST   /authoring/{slug}/{number}/questions/{key}     author        401     403   403   403  403  403  in   403  403
POST   /authoring/{slug}/{number}/questions/{key}/removal author        401     403   403   403  403  403  in   403  403
POST   /authoring/{slug}/{number}/notes/{note}/resolution author        401     403   403   403  403  403  404  403  403
POST   /authoring/{slug}/{number}/submission          author        401     403   403   403  403  403  in   403  403
POST   /authoring/{slug}/{number}/discard             author        401     403   403   403  403  403  in   403  403

GET    /review                                        review        401     403   403   403  403  403  403  in   403
GET    /review/{slug}/evaluations                     review        401     403   403   403  403  403  403  in   403
GET    /review/{slug}/{number}                        review        401     403   403   403  403  403  403  in   403
GET    /review/{slug}/{number}/impact                 review        401     403   403   403  403  403  403  in   403
POST   /review/{slug}/{number}/notes                  review        401     403   403   403  403  403  403  in   403
POST   /review/{slug}/{number}/return                 review        401     403   403   403  403  403  403  in   403
POST   /review/{slug}/{number}/publication            publish       401     403   403   403  403  403  403  in   403
POST   /review/{slug}/{number}/retirement             publish       401     403   403   403  403  403  403  in   403

POST   /sign-out                                      signed_in     401     in    in    in   in   in   in   in   in
"""

BODIES: dict[str, dict[str, object]] = {
    "/enrollments/{code}/lessons/{key}/watching": {"session": "s", "sequence": 1, "position": 1, "watched": "0-1"},
    "/enrollments/{code}/lessons/{key}/activity": {"active": "0-1"},
    "/attempts/{code}/items/{position}/activity": {"active": "0-1"},
    "/enrollments/{code}/lessons/{key}/scenario": {"choice": "b"},
}
"""What must be sent for the answer to tell who may; other changes are sent empty."""

UNSIGNED = {
    "/media/files/{token}/{path}": "the token in the address is the permission",
    "/media/captions/{token}/{code}/{caption_id}": "the token in the address is the permission",
    "/media/transcripts/{token}/{code}/{caption_id}": "the token in the address is the permission",
}
"""Addresses that ask nobody to sign in and whose answer does not depend on who asks: why they are not in the table."""
